import { DrydockError } from '../../errors.ts';

/** What is thrown at packed programs that are not whole, or not of the kind that is unpacked here. */
export function damaged(what: string): DrydockError {
  return new DrydockError('bad_configuration', `the packed program cannot be unpacked: ${what}`);
}

import { CommandError } from '../command.ts';
import type { Environment } from '../terminal.ts';

const explanation =
  'drydock validates with its own Kubernetes schemas; a schema location only sets the prefix in messages';

const check = (location: string): string | undefined => {
  if (location === 'default') return undefined;
  if (!/^https?:\/\//.test(location)) {
    throw new CommandError(`schema location ${location}: local schemas are not read (${explanation})`);
  }
  if (/\{\{-?\s*\.(?:Group|ResourceAPIVersion)\b/.test(location)) {
    throw new CommandError(`schema location ${location}: foreign schemas are not read (${explanation})`);
  }
  return location;
};

/**
 * The prefix of schema addresses in messages, undefined for kubesec's usual one. The flag and kubesec's
 * SCHEMA_LOCATION must name one remote place; DRYDOCK_SCHEMA_LOCATION may hold anything.
 */
export const chooseLocation = (flag: readonly string[], environment: Environment): string | undefined => {
  const variable = environment.SCHEMA_LOCATION;
  const locations = flag.length === 0 && variable ? variable.split(',') : flag;
  if (locations.length === 0) return environment.DRYDOCK_SCHEMA_LOCATION || undefined;
  const [location, ...others] = locations;
  if (others.length > 0) {
    throw new CommandError(`${locations.length} schema locations: foreign schemas are not read (${explanation})`);
  }
  return check(location!);
};

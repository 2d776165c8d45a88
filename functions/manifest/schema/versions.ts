import { DrydockError } from '../../errors.ts';

/** Finds the table of a version as users write it: '' or `master` is the newest, a patch release counts as its minor. */
export function chooseVersion(known: readonly string[], asked: string): { table: string; shown: string } {
  const newest = known.at(-1);
  if (newest === undefined) throw new DrydockError('bad_configuration', 'no schema tables found');
  if (asked === '' || asked === 'master') return { table: newest, shown: 'master' };
  const minor = /^(\d+\.\d+)\.\d+$/.exec(asked)?.[1];
  const table = minor === undefined ? undefined : known.find((version) => version.startsWith(`${minor}.`));
  if (table === undefined)
    throw new DrydockError(
      'bad_configuration',
      `unknown Kubernetes version ${asked}: give master or one of ${known.join(', ')} (any patch release of these)`,
    );
  return { table, shown: asked };
}

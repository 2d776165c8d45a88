import { version } from '../../functions/api/version.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';
import type { RunCommand } from '../command.ts';

/** `drydock version`: the versions of drydock, of the Kubernetes schemas and of Node. */
export const printVersion: RunCommand = async (_args, terminal) => {
  const { versions } = schemaFiles();
  terminal.out(
    `version ${version}\nkubernetes schemas ${versions[0]} to ${versions.at(-1)}\nnode ${process.versions.node}\n`,
  );
  return 0;
};

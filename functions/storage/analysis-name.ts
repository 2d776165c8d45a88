import { DrydockError } from '../errors.ts';

/** The name itself. Names are made of digests: one that could leave its folder is a mistake of ours. */
export function checkAnalysisName(name: string): string {
  if (/^[0-9a-f]{64}\/(?:artifact|blob)-[0-9a-f]{64}$/.test(name)) return name;
  throw new DrydockError('internal', 'an analysis has an unusable name');
}

import { DrydockError } from '../../errors.ts';

/** The key itself. Keys are made of our own ids: one that could leave its folder is a mistake of ours. */
export function checkReportKey(key: string): string {
  if (/^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*\.json$/.test(key)) return key;
  throw new DrydockError('internal', 'a report has an unusable name');
}

import { named, type Statement } from './deployed-functions.ts';

/** One request as IAM sees it. */
export interface AskedRight {
  /** `dynamodb:PutItem` */
  action: string;
  /** the name of a resource of the template, with what follows it: `Table/index/gsi1`, `Bucket/reports/x` */
  resource: string;
  /** partition keys, for a table */
  leadingKeys?: readonly string[];
}

/** Whether the statements of a role let a request pass. A condition that is not known here lets nothing pass. */
export const isAllowed = (statements: readonly Statement[], asked: AskedRight): boolean =>
  statements.some((statement) => grants(statement, asked));

function grants({ Effect, Action, Resource, Condition }: Statement, asked: AskedRight): boolean {
  if (Effect !== 'Allow' || ![Action].flat().includes(asked.action)) return false;
  if (![Resource].flat().some((resource) => isLike(named(resource), asked.resource))) return false;
  return Object.entries(Condition ?? {}).every(([operator, tests]) =>
    Object.entries(tests).every(([key, patterns]) => {
      if (operator !== 'ForAllValues:StringLike' || key !== 'dynamodb:LeadingKeys') return false;
      return (asked.leadingKeys ?? []).every((value) => [patterns].flat().some((pattern) => isLike(pattern, value)));
    }),
  );
}

function isLike(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}

import { named, type Statement } from './deployed-functions.ts';

/** Statements as a reader takes them in, a line each and sorted: `GetItem PutItem of T#*#SCAN#*`. Names of resources are without the hash of their end; what every role may, writing its log, is left out. */
export function shownRights(statements: readonly Statement[]): string[] {
  return statements
    .filter(({ Action }) => ![Action].flat().some((action) => action.startsWith('logs:')))
    .map(({ Action, Resource, Condition }) => {
      const actions = [Action].flat().map((action) => action.replace(/^dynamodb:/, ''));
      const resources = [Resource].flat().map((resource) => shownName(named(resource)));
      const keys = Object.values(Condition ?? {}).flatMap((tests) => Object.values(tests).flat());
      const [index] = resources.flatMap((name) => /^ScansTable\/index\/(\w+)$/.exec(name)?.[1] ?? []);
      const places =
        resources[0] === 'ScansTable' ? keys : index === undefined ? resources : keys.map((key) => `${index} ${key}`);
      return `${actions.toSorted().join(' ')} of ${places.toSorted().join(', ')}`;
    })
    .toSorted();
}

const shownName = (name: string): string => name.replace(/[0-9A-F]{8}(?=\/|$)/, '');

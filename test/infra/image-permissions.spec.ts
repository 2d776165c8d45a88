import { describe, expect, it } from 'vitest';
import { deployedFunctions, type Statement } from './deployed-functions.ts';
import { expectedRights } from './expected-rights.ts';
import { shownRights } from './shown-rights.ts';
import { synthesize } from './synthesize.ts';

const stack = synthesize();

/** What a role may do, without what everyone may: writing the log of its own function. */
const rightsOf = (role: RegExp, from = stack): Statement[] =>
  from
    .ofType('AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => role.test(Ref)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter(({ Action }) => !JSON.stringify(Action).includes('logs:'));

describe('permissions of the functions of a deployment', () => {
  it('roles: each may do what its function does, and nothing else (S18)', () => {
    const shown = Object.entries(deployedFunctions(stack)).map(([name, { statements }]) => [
      name,
      shownRights(statements),
    ]);
    expect(Object.fromEntries(shown)).toEqual(expectedRights);
  });

  it('roles: schedules may call their function, and nothing else', () => {
    const rights = rightsOf(/Schedule.*Role|EveryMinuteRole/);
    expect(rights.map(({ Action }) => Action)).toEqual(Array(5).fill('lambda:InvokeFunction'));
    expect(JSON.stringify(rights)).not.toContain('*');
  });

  it('roles: every use of the table names the partitions of rows and listings that it is for', () => {
    const ofTable = rightsOf(/./).filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'));
    expect(ofTable.length).toBeGreaterThan(20);
    for (const { Condition } of ofTable) {
      const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
      for (const key of [keys].flat()) expect(key).toMatch(/^(?:T#\*#|SYS#)[A-Z#]+(?:#\*)?$/);
    }
  });

  it('roles: a wildcard stands for the objects of one folder of the bucket and for nothing else', () => {
    const wide = rightsOf(/./).filter(({ Action, Resource }) => JSON.stringify([Action, Resource]).includes('*'));
    for (const { Resource } of wide)
      expect(JSON.stringify(Resource)).toMatch(/"\/(reports|diffs|analyses|database|shelves)\/\*"/);
    expect(wide.length).toBeGreaterThan(0);
  });

  it('bucket: nobody but the refresher writes or removes a database', () => {
    const changing = stack.ofType('AWS::IAM::Policy').filter(({ Properties }) => {
      const statements: Statement[] = Properties.PolicyDocument.Statement;
      return statements.some(
        ({ Action, Resource }) =>
          /PutObject|DeleteObject/.test(JSON.stringify(Action)) && JSON.stringify(Resource).includes('/database/'),
      );
    });
    expect(changing.map(({ Properties }) => Properties.Roles)).toEqual([
      [{ Ref: expect.stringMatching(/^ImagesRefresher/) }],
    ]);
  });

  it('receivers: the buses and topics of the context, none by default, and nobody but the notifier sends there', () => {
    expect(JSON.stringify(rightsOf(/./))).not.toMatch(/events:|sns:/);
    const topic = 'arn:aws:sns:eu-central-1:123456789012:alerts';
    const given = synthesize({ eventBuses: 'security', topics: topic });
    const sends = rightsOf(/./, given).filter(({ Action }) => /events:|sns:/.test(JSON.stringify(Action)));
    expect(sends.map(({ Action }) => Action)).toEqual(['events:PutEvents', 'sns:Publish']);
    expect(JSON.stringify(sends[0]?.Resource)).toContain(':event-bus/security');
    expect(sends[1]?.Resource).toBe(topic);
    expect(rightsOf(/^ImagesNotifier/, given)).toEqual(expect.arrayContaining(sends));
  });

  it('ECR: the repositories of listed registries, and none by default', () => {
    expect(JSON.stringify(rightsOf(/./))).not.toContain('ecr:');
    const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
    const rights = rightsOf(/^ImagesWorker/, synthesize({ ecrRegistries: host }));
    const pulls = rights.find(({ Action }) => Action.includes('ecr:BatchGetImage'));
    expect(JSON.stringify(pulls?.Resource)).toContain(':ecr:eu-west-1:123456789012:repository/*');
  });
});

import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

const stack = synthesize();

/** What a role may do, without what everyone may: writing the log of its own function. */
const rightsOf = (role: RegExp, from = stack): Statement[] =>
  from
    .ofType('AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => role.test(Ref)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter(({ Action }) => !JSON.stringify(Action).includes('logs:'));
const actionsOf = (role: RegExp): string[] =>
  rightsOf(role)
    .flatMap(({ Action }) => Action)
    .sort();

const receives = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ReceiveMessage',
].map((name) => `sqs:${name}`);

describe('permissions of the functions of image scans', () => {
  it('roles: each may do what its function does, and nothing else (S18)', () => {
    const items = [
      'BatchGetItem',
      'BatchWriteItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'Query',
      'Query',
      'UpdateItem',
    ];
    const table = items.map((name) => `dynamodb:${name}`);
    expect({
      submit: actionsOf(/^ImagesSubmit/),
      resources: actionsOf(/^Resources/),
      worker: actionsOf(/^ImagesWorker/),
      planner: actionsOf(/^ImagesRescansPlanner/),
      rematcher: actionsOf(/^ImagesRescansRematcher/),
      notifier: actionsOf(/^ImagesNotifierJob/),
      overdue: actionsOf(/^ImagesOverdueJob/),
      refresher: actionsOf(/^ImagesRefresherJob/),
      sweeper: actionsOf(/^ImagesKeeperSweeper/),
      undertaker: actionsOf(/^ImagesKeeperUndertaker/),
      schedules: actionsOf(/Schedule.*Role|EveryMinuteRole/),
    }).toEqual({
      submit: [...table, 's3:GetObject', 's3:ListBucket', 'sqs:SendMessage'],
      resources: [
        ...[...table, 's3:DeleteObject', 's3:GetObject', 's3:GetObject', 's3:ListBucket'],
        ...['secretsmanager:GetSecretValue', 'sqs:SendMessage'],
      ],
      worker: [
        ...[...table, 's3:DeleteObject', 's3:GetObject', 's3:GetObject', 's3:GetObject'],
        ...['s3:ListBucket', 's3:PutObject', 's3:PutObject', ...receives, 'sqs:SendMessage'],
      ],
      planner: [...table, 's3:GetObject', 's3:ListBucket', 'sqs:SendMessage'],
      rematcher: [
        ...[...table, 's3:GetObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
        ...[...receives, 'sqs:SendMessage'],
      ],
      notifier: [...table, ...receives, 'sqs:SendMessage'],
      overdue: [...table, 's3:GetObject', 's3:ListBucket', 'sqs:SendMessage'],
      refresher: ['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
      sweeper: [...table, 's3:GetObject', 's3:ListBucket', 's3:PutObject', 'sqs:SendMessage'],
      undertaker: ['dynamodb:GetItem', 'dynamodb:PutItem', ...receives],
      schedules: Array(5).fill('lambda:InvokeFunction'),
    });
  });

  it('roles: a wildcard stands for the objects of one folder of the bucket and for nothing else', () => {
    const wide = rightsOf(/./).filter(({ Action, Resource }) => JSON.stringify([Action, Resource]).includes('*'));
    for (const { Resource } of wide) expect(JSON.stringify(Resource)).toMatch(/"\/(reports|analyses|database)\/\*"/);
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

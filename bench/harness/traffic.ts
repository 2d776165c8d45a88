import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ReportStore } from '../../functions/scans/image/ports.ts';

export interface Traffic {
  /** requests to the table */
  requests: number;
  rowsRead: number;
  rowsWritten: number;
  reportsRead: number;
  reportsWritten: number;
}

const nothing = (): Traffic => ({ requests: 0, rowsRead: 0, rowsWritten: 0, reportsRead: 0, reportsWritten: 0 });

interface Answer {
  Item?: object;
  Items?: object[];
  Responses?: Record<string, object[]>;
}

/** Counts what a client of the table does from now on. */
export function countTraffic(client: DynamoDBClient) {
  let traffic = nothing();
  const count = (name: string, input: { RequestItems?: Record<string, unknown[]> }, answer: Answer): void => {
    traffic.requests += 1;
    const lists = Object.values(answer.Responses ?? {});
    traffic.rowsRead += (answer.Items?.length ?? 0) + (answer.Item ? 1 : 0) + sum(lists.map((list) => list.length));
    if (name === 'BatchWriteItemCommand') {
      traffic.rowsWritten += sum(Object.values(input.RequestItems ?? {}).map((list) => list.length));
    } else if (/^(Put|Update|Delete)Item/.test(name)) traffic.rowsWritten += 1;
  };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const done = await next(args);
        count(commandName, args.input as never, done.output as Answer);
        return done;
      },
    { step: 'initialize' },
  );
  return {
    /** What was counted since this was last asked. */
    take(): Traffic {
      const taken = traffic;
      traffic = nothing();
      return taken;
    },
    ofReports: (reports: ReportStore): ReportStore => ({
      ...reports,
      read: (key) => {
        traffic.reportsRead += 1;
        return reports.read(key);
      },
      put: (key, json) => {
        traffic.reportsWritten += 1;
        return reports.put(key, json);
      },
    }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Done, Store } from 'dynalite/db/index.js';
import { checkTypes, checkValidations, toLowerFirst } from 'dynalite/validations/index.js';
import { levelStore } from './level-store.ts';

export interface EngineAnswer {
  status: number;
  /** JSON */
  body: string;
}

/** DynamoDB without its HTTP. */
export interface TableEngine {
  /** The answer to a request of this operation and JSON body. */
  answer(operation: string, body: string): Promise<EngineAnswer>;
  /** Resolves when what runs has its answer and the files are closed; whatever is asked later is refused. */
  close(): Promise<void>;
}

type Action = (store: Store, input: object, done: Done<object>) => void;
interface Validation {
  types: object;
  custom?: unknown;
}

const load = createRequire(import.meta.url);
const known = [
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem'],
  ...['CreateTable', 'DescribeTable', 'ListTables'],
];
const unknown = { statusCode: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException' } };

/** dynalite over a LevelDB directory. Rejects when another process has it. */
export async function tableEngine(directory: string): Promise<TableEngine> {
  const store = await levelStore(directory);
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  return {
    async answer(operation, body) {
      if (isClosed) throw new Error('the table is closed');
      const result = operation === 'CreateTable' ? createTable(store, body) : run(store, operation, body);
      running.add(result);
      try {
        return { status: 200, body: JSON.stringify(await result) };
      } catch (error) {
        if (isRefusal(error)) return { status: error.statusCode, body: JSON.stringify(error.body) };
        // Nothing more can be written: see level-store.ts. The thread ends, and whoever waits for it is told.
        setImmediate(() => {
          throw error;
        });
        throw error;
      } finally {
        running.delete(result);
      }
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(running);
      await store.db.close();
    },
  };
}

async function run(store: Store, operation: string, body: string): Promise<object> {
  if (!known.includes(operation)) throw Object.assign(new Error(`no ${operation}`), unknown);
  const name = toLowerFirst(operation);
  const action: Action = load(`dynalite/actions/${name}.js`);
  const { types, custom }: Validation = load(`dynalite/validations/${name}.js`);
  return new Promise((resolve, reject) => {
    const input = checkTypes(JSON.parse(body), types);
    checkValidations(input, types, custom, store);
    action(store, input, (error, result = {}) => (error ? reject(error) : resolve(result)));
  });
}

/** dynalite makes a new table ACTIVE a moment after its answer: whoever saw it before would ask again in a second. */
async function createTable(store: Store, body: string): Promise<object> {
  const result = await run(store, 'CreateTable', body);
  while (/"TableStatus":"CREATING"/.test(JSON.stringify(await run(store, 'DescribeTable', body)))) await nextTurn();
  return result;
}

/** Whether dynalite answers with this error: a condition that does not hold, an input that is not valid. */
const isRefusal = (error: unknown): error is { statusCode: number; body: object } =>
  typeof error === 'object' && error !== null && 'statusCode' in error;

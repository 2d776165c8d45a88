import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requestDeadlineMs, requestTries } from '../../functions/storage/table/dynamo-client.ts';
import type { EngineAnswer } from './table-engine.ts';

const utf8 = new TextDecoder();

interface EngineRequest {
  headers: Record<string, string>;
  /** JSON */
  body: Uint8Array;
}

/** The SDK's client of an engine in this process: requests are handed over as they are, without HTTP and unsigned. */
export function engineClient(ask: (operation: string, body: string) => Promise<EngineAnswer>): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: requestTries,
    region: 'local',
    endpoint: 'http://table.invalid',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    httpAuthSchemes: [unsigned],
    requestHandler: {
      async handle({ headers, body }: EngineRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
        const [, operation = ''] = headers['x-amz-target']?.split('.') ?? [];
        const answer = await inTime(ask(operation, utf8.decode(body)), abortSignal);
        return { response: { statusCode: answer.status, headers: {}, body: Buffer.from(answer.body) } };
      },
      destroy() {},
    },
  });
}

const unsigned = {
  schemeId: 'aws.auth#sigv4',
  identityProvider: () => async () => ({}),
  signer: { sign: async <R>(request: R) => request },
};

/** Rejects as the SDK's own handler does, and so is tried again, when it takes too long or the caller has given up. */
function inTime<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (name: string) => reject(Object.assign(new Error('the table did not answer in time'), { name }));
    const abort = (): void => fail('AbortError');
    const late = setTimeout(fail, requestDeadlineMs, 'TimeoutError');
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(late);
      signal?.removeEventListener('abort', abort);
    });
  });
}

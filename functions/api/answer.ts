/** What a route answers; a part of API Gateway's structured result (payload format 2.0). */
export interface Answer {
  statusCode: number;
  /** lower-case names */
  headers: Record<string, string>;
  body: string;
}

export const plainText = 'text/plain; charset=utf-8';

export const textAnswer = (statusCode: number, body: string, contentType = plainText): Answer => ({
  statusCode,
  headers: { 'content-type': contentType },
  body,
});

export const jsonAnswer = (statusCode: number, value: unknown): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value, null, 2)}\n`,
});

/** What a route answers; a part of API Gateway's structured result (payload format 2.0). */
export interface Answer {
  statusCode: number;
  /** lower-case names */
  headers: Record<string, string>;
  body: string;
  /** the body is bytes, written as base64 */
  isBase64Encoded?: boolean;
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

export const noContent: Answer = { statusCode: 204, headers: {}, body: '' };

export const withHeaders = (answer: Answer, headers: Readonly<Record<string, string>>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import { bodyBytes } from '../call.ts';
import { issueText } from './issue-text.ts';

/** A JSON body of one shape, whatever its content type says; an empty one is `{}`. Throws DrydockError `bad_request` that names the field. */
export function readJsonBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  event: APIGatewayProxyEventV2,
): z.output<Schema> {
  const value = parse(new TextDecoder().decode(bodyBytes(event)));
  const read = z.safeParse(schema, value, { error: issueText });
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...issue.path, ...(unknown === undefined ? [] : [unknown])].join('.') || 'the body';
  throw new DrydockError('bad_request', `${field}: ${unknown === undefined ? issue.message : 'is not known here'}`);
}

function parse(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new DrydockError('bad_request', 'the body is no JSON', { cause: error });
  }
}

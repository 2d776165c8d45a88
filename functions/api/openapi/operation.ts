import type * as z from 'zod/mini';
import type { ErrorCode } from '../../errors.ts';

export type Schema = z.ZodMiniType;

/** A body: its schema, or `text` and `bytes` for what is no JSON. */
export type Content = Readonly<Record<string, Schema | 'text' | 'bytes'>>;

export interface Parameter {
  in: 'query' | 'header' | 'path';
  /** how its values look, when they are not any text */
  schema?: object;
  says: string;
}

/** What one route takes and answers, as the OpenAPI document says it. */
export interface Operation {
  summary: string;
  parameters?: Readonly<Record<string, Parameter>>;
  body?: Content;
  /** by status; an empty content is an answer without a body */
  answers: Readonly<Record<number, { says: string; content?: Content; headers?: readonly string[] }>>;
  /** of the problems that it may answer, beside those that any may */
  problems: readonly ErrorCode[];
}

export const json = (schema: Schema): Content => ({ 'application/json': schema });

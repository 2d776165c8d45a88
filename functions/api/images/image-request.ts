import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import type { ImageScanRequest } from '../../scans/image/submit-request.ts';
import { bodyBytes, type Call } from '../call.ts';
import { readEveryPair } from '../known-query.ts';
import { refuse } from '../manifests/scan-options.ts';
import { parseGoQuery, type QueryPair } from '../resources/go-query.ts';
import { imageScanRequest } from './image-schemas.ts';

/** Parameters of a form or query that ask for a scan; credentials stand in a JSON body only, lest they get into logs. */
const requestNames = ['image', 'platform', 'fresh', 'scanners'] as const;

const mostBytes = 65_536;

/** What `POST /scan/image` asks for: a JSON body, a form (`curl -d image=…`) and the query, each parameter once. Throws DrydockError `bad_request` or `body_too_large`. */
export function readImageRequest({ event }: Call): ImageScanRequest {
  const text = bodyText(event);
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(event.headers['content-type'] ?? '') || /^\s*\{/.test(text);
  const inQuery = parseGoQuery(event.rawQueryString).filter(([name]) => requestNames.some((known) => known === name));
  const fields = fieldsOf(isJson ? inQuery : [...inQuery, ...formPairs(text)]);
  const body = isJson && text.trim() !== '' ? jsonOf(text) : {};
  const twice = Object.keys(body).find((name) => Object.hasOwn(fields, name));
  if (twice !== undefined) throw new DrydockError('bad_request', `${twice} was given twice`);
  const parsed = z.safeParse(imageScanRequest, { ...body, ...fields });
  if (!parsed.success) throw misread(parsed.error);
  const idempotencyKey = event.headers['idempotency-key'];
  return { ...parsed.data, ...(idempotencyKey !== undefined && { idempotencyKey }) };
}

function bodyText(event: Call['event']): string {
  const bytes = bodyBytes(event);
  if (bytes.length > mostBytes) {
    throw new DrydockError('body_too_large', `the body is larger than ${mostBytes} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DrydockError('bad_request', 'the body is not UTF-8');
  }
}

// Only where, never what: a value may be a password.
function misread({ issues }: z.core.$ZodError): DrydockError {
  const [issue] = issues;
  const place = issue?.path.join('.') || 'the request';
  const strangers = issue?.code === 'unrecognized_keys' ? `: ${place} does not know ${issue.keys.join(', ')}` : '';
  const missing = place === 'image' ? ': image is missing or no text' : `: ${place} is not understood`;
  return new DrydockError('bad_request', `expected ${shape}${strangers || missing}`);
}

const shape = '{ "image", "platform"?, "credentials"?, "fresh"?, "scanners"? }';

function jsonOf(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DrydockError('bad_request', 'the body is no JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new DrydockError('bad_request', `expected ${shape}`);
}

function formPairs(text: string): QueryPair[] {
  // What `curl -d @file` or an editor leaves at the end is part of no value.
  const pairs = readEveryPair(text.trimEnd());
  const stranger = pairs.find(([name]) => !requestNames.some((known) => known === name))?.[0];
  if (stranger === undefined) return pairs;
  const field = JSON.stringify(stranger.slice(0, 100));
  throw new DrydockError('bad_request', `form field ${field}: expected ${requestNames.join(', ')}, or a JSON body`);
}

function fieldsOf(pairs: readonly QueryPair[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    if (Object.hasOwn(fields, name)) throw new DrydockError('bad_request', `${name} was given twice`);
    fields[name] = name === 'fresh' ? flagOf(name, value) : name === 'scanners' ? value.split(',') : value;
  }
  return fields;
}

/** `true`, `false`, or nothing at all, which says yes as a flag does. Throws DrydockError `bad_request`. */
export function flagOf(name: string, value: string): boolean {
  if (value !== 'true' && value !== 'false' && value !== '') refuse(name, value, 'expected true or false');
  return value !== 'false';
}

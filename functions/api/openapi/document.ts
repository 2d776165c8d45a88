import * as z from 'zod/mini';
import type { ErrorCode } from '../../errors.ts';
import { isStrict } from '../known-query.ts';
import { problemKinds } from '../problem.ts';
import { type Route, routes } from '../routes.ts';
import { version } from '../version.ts';
import type { Content, Operation, Parameter, Schema } from './operation.ts';
import { operations } from './operations.ts';

/** What any route may answer, whatever it does. */
const anywhere: readonly ErrorCode[] = ['internal', 'bad_configuration', 'storage_unavailable'];
const behindKeys: readonly ErrorCode[] = ['unauthenticated', 'forbidden'];
const methods = {
  GET: ['get'],
  POST: ['post'],
  PUT: ['put'],
  DELETE: ['delete'],
  ANY: ['get', 'head', 'post'],
} as const;

const problemSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { enum: Object.keys(problemKinds) },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'requestId'],
  additionalProperties: false,
};

/** The OpenAPI 3.1 document of every route, made from the schemas that requests are read with and answers typed by. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operation = operations[`${route.method} ${route.path}`];
    if (operation === undefined) continue;
    for (const method of methods[route.method]) {
      paths[route.path] = { ...paths[route.path], [method]: operationObject(route, operation, method) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'drydock', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'an API key, ddk_…' } },
    },
  };
}

function operationObject(route: Route, operation: Operation, method: string): object {
  const { scope, anonymous } = route;
  const { summary, parameters = {}, body } = operation;
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!));
  const others = Object.entries(parameters).map(([name, parameter]) => parameterObject(name, parameter));
  const listed = [...inPath, ...others];
  return {
    summary,
    operationId: operationId(route, method),
    ...(scope !== undefined && { description: scope === 'any' ? 'For any key.' : `For the scope \`${scope}\`.` }),
    security: scope === undefined ? [] : anonymous ? [{}, { key: [] }] : [{ key: [] }],
    ...(listed.length > 0 && { parameters: listed }),
    ...(body !== undefined && { requestBody: { content: contentObject(body, 'input') } }),
    responses: responsesOf(operation, [
      ...(scope === undefined ? [] : behindKeys),
      ...(isStrict(route.handler) ? (['bad_request'] as const) : []),
    ]),
  };
}

const operationId = ({ method, path, handler }: Route, verb: string): string => {
  if (path === '/') return `${handler}_root`;
  return method === 'ANY' && verb !== 'get' ? `${handler}_${verb}` : handler;
};

const pathParameter = (name: string): object => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const parameterObject = (name: string, { in: place, schema = { type: 'string' }, says }: Parameter): object => ({
  ...{ name, in: place, description: says, schema },
});

function responsesOf({ answers, problems }: Operation, refusals: readonly ErrorCode[]): Record<string, object> {
  const responses: Record<string, { description: string; headers?: object; content?: Record<string, object> }> = {};
  for (const [status, { says, content = {}, headers = [] }] of Object.entries(answers)) {
    responses[status] = {
      description: says,
      ...(headers.length > 0 && {
        headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
      }),
      ...(Object.keys(content).length > 0 && { content: contentObject(content, 'output') }),
    };
  }
  const codes = [...new Set([...problems, ...anywhere, ...refusals])];
  for (const code of codes) {
    const { status } = problemKinds[code];
    const same = codes.filter((other) => problemKinds[other].status === status);
    const known = responses[status];
    responses[status] = {
      description: known?.description ?? same.map((other) => `\`${other}\``).join(', '),
      ...(known?.headers !== undefined && { headers: known.headers }),
      content: { ...known?.content, 'application/problem+json': problemOf(same) },
    };
  }
  return responses;
}

const problemOf = (codes: readonly ErrorCode[]): object => ({
  schema: {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  },
});

function contentObject(content: Content, io: 'input' | 'output'): Record<string, object> {
  const entries = Object.entries(content).map(
    ([type, schema]) => [type, { schema: schemaObject(schema, io) }] as const,
  );
  return Object.fromEntries(entries);
}

function schemaObject(schema: Schema | 'text' | 'bytes', io: 'input' | 'output'): object {
  if (schema === 'text') return { type: 'string' };
  if (schema === 'bytes') return {};
  const { $schema: _, ...object } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return object;
}

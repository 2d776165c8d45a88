import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from '../../functions/api/answer.ts';
import type { App } from '../../functions/api/app.ts';
import { cleanPath } from '../../functions/api/clean-path.ts';
import { findRoute } from '../../functions/api/find-route.ts';
import { openApiDocument } from '../../functions/api/openapi/document.ts';
import { unzip } from './unzip.ts';

interface Responses {
  [status: string]: { content?: Record<string, { schema: object }> };
}
interface Document {
  paths: Record<string, Record<string, { responses: Responses }>>;
}

const id = 'https://drydock.example/openapi.json';
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const document = openApiDocument() as Document;
ajv.addSchema({ $id: id, ...document });
const compiled = new Map<string, ValidateFunction>();

const pointerPart = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** What in an answer is not as the OpenAPI document says; undefined when all is. Paths that are not in it are kubesec's. */
export function complaint(event: APIGatewayProxyEventV2, answer: Answer): string | undefined {
  const { method } = event.requestContext.http;
  const found = findRoute(method, event.rawPath);
  if (found.kind !== 'route' || found.route.path === '$default' || cleanPath(event.rawPath) !== event.rawPath) return;
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const operation = document.paths[found.route.path]?.[verb];
  // kubesec scans by any method, and some routes answer any, too; the document lists the usual ones.
  if (operation === undefined) {
    const takesAny = found.route.method === 'ANY' || found.route.handler === 'scan';
    return takesAny ? undefined : `${method} ${event.rawPath} is not in it`;
  }
  const where = `${method} ${found.route.path} ${answer.statusCode}`;
  const response = operation.responses[answer.statusCode];
  if (response === undefined) return `${where} is not in it`;
  if (answer.body === '') return;
  const type = answer.headers['content-type']?.split(';')[0] ?? '';
  const content = response.content?.[type];
  if (content === undefined) return `${where} with ${type} is not in it`;
  if (!type.endsWith('json') || Object.keys(content.schema).join() === 'type') return;
  const path = ['paths', found.route.path, verb, 'responses', answer.statusCode, 'content', type, 'schema'];
  const reference = `${id}#/${path.map((part) => pointerPart(String(part))).join('/')}`;
  const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference });
  compiled.set(reference, validate);
  return validate(JSON.parse(unzip(answer)))
    ? undefined
    : `${where}: ${ajv.errorsText(validate.errors).slice(0, 2_000)}`;
}

/** The app, each answer of which is held against the OpenAPI document. */
export function checkedApp(app: App): App {
  return async (event, context) => {
    const answer = await app(event, context);
    const wrong = complaint(event, answer);
    if (wrong !== undefined) throw new Error(`not as the OpenAPI document says: ${wrong}`);
    return answer;
  };
}

import { issuedKeyDocument, keyCreation, keyDocument, keyList, keyRotation } from '../keys/key-schemas.ts';
import { json, type Operation } from './operation.ts';
import { tenantParameter } from './parameters.ts';

const issued = { 201: { says: 'the key, shown this once', content: json(issuedKeyDocument), headers: ['Location'] } };

/** API keys. */
export const keyOperations: Readonly<Record<string, Operation>> = {
  'GET /keys': {
    summary: 'API keys of a tenant, newest first',
    parameters: tenantParameter,
    answers: { 200: { says: 'never their secrets', content: json(keyList) } },
    problems: ['bad_request'],
  },
  'POST /keys': {
    summary: 'Make an API key',
    body: json(keyCreation),
    answers: issued,
    problems: ['bad_request'],
  },
  'POST /keys/bootstrap': {
    summary: 'Make the first admin key',
    answers: issued,
    problems: [],
  },
  'GET /keys/{id}': {
    summary: 'An API key',
    parameters: tenantParameter,
    answers: { 200: { says: 'never its secret', content: json(keyDocument) } },
    problems: ['bad_request', 'not_found'],
  },
  'DELETE /keys/{id}': {
    summary: 'Revoke an API key',
    parameters: tenantParameter,
    answers: { 204: { says: 'revoked' } },
    problems: ['bad_request', 'not_found'],
  },
  'POST /keys/{id}/rotate': {
    summary: 'Make the successor of an API key',
    body: json(keyRotation),
    answers: issued,
    problems: ['bad_request', 'not_found'],
  },
};

import * as z from 'zod/mini';
import { changeOperations } from './change-operations.ts';
import { keyOperations } from './key-operations.ts';
import type { Operation } from './operation.ts';
import { runOperations } from './run-operations.ts';
import { scanOperations } from './scan-operations.ts';
import { subscriptionOperations } from './subscription-operations.ts';

const operation: Readonly<Record<string, Operation>> = {
  'ANY /healthz': {
    summary: 'Whether this server answers',
    answers: { 200: { says: 'it does', content: { 'text/plain': 'text' } } },
    problems: [],
  },
  'ANY /metrics': {
    summary: 'Metrics',
    answers: { 200: { says: 'Prometheus text, or where they are', content: { 'text/plain': 'text' } } },
    problems: [],
  },
  'GET /docs': {
    summary: 'A page about all this',
    answers: { 200: { says: 'HTML', content: { 'text/html': 'text' } } },
    problems: [],
  },
  'GET /openapi.json': {
    summary: 'This document',
    answers: { 200: { says: 'OpenAPI 3.1', content: { 'application/json': z.looseObject({}) } } },
    problems: [],
  },
};

/** Every route by its key, but for the catch-all: OpenAPI knows no path that is any path. */
export const operations: Readonly<Record<string, Operation>> = {
  ...scanOperations,
  ...changeOperations,
  ...runOperations,
  ...keyOperations,
  ...subscriptionOperations,
  ...operation,
};

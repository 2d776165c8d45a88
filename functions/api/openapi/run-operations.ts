import { runDocument, runList, runRequest } from '../rescans/run-schemas.ts';
import { json, type Operation } from './operation.ts';
import { pageParameters } from './parameters.ts';

/** Rescans. */
export const runOperations: Readonly<Record<string, Operation>> = {
  'POST /rescans': {
    summary: 'Match watched images again with the database of today',
    body: json(runRequest),
    answers: {
      202: { says: 'the run that was started', content: json(runDocument), headers: ['Location', 'Retry-After'] },
    },
    problems: ['bad_request', 'database_missing', 'scanner_missing'],
  },
  'GET /rescans': {
    summary: 'Runs of rescans, newest first',
    parameters: pageParameters,
    answers: { 200: { says: 'a page', content: json(runList), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor'],
  },
  'GET /rescans/{id}': {
    summary: 'A run of rescans and how far it is',
    answers: { 200: { says: 'the run', content: json(runDocument) } },
    problems: ['not_found'],
  },
};

import {
  changeList,
  cveDocument,
  cveList,
  diffDocument,
  watchDocument,
  watchList,
  watchRequest,
} from '../rescans/change-schemas.ts';
import { json, type Operation } from './operation.ts';
import { pageParameters, query } from './parameters.ts';

const platform = query('`linux/amd64` when absent');
const limit = query('findings of each kind, 500 when absent', { type: 'integer', minimum: 1, maximum: 500 });

/** What changed, and what is watched. */
export const changeOperations: Readonly<Record<string, Operation>> = {
  'GET /images/{digest}/history': {
    summary: 'Results of an image, newest first, each with what it changed',
    parameters: { platform: query('all when absent'), ...pageParameters },
    answers: { 200: { says: 'a page', content: json(changeList), headers: ['Link'] } },
    problems: ['bad_request', 'bad_platform', 'bad_cursor', 'not_found'],
  },
  'GET /images/{digest}/diff': {
    summary: 'What is different between two results of an image',
    parameters: {
      from: query('id of a scan; the one before `to` when absent'),
      to: query('id of a scan; the newest when absent'),
      platform: query('all when absent'),
      limit,
    },
    answers: { 200: { says: 'the diff', content: json(diffDocument) } },
    problems: ['bad_request', 'bad_platform', 'not_found'],
  },
  'GET /diff': {
    summary: 'What is different between two images that were scanned',
    parameters: { from: query('a reference or a digest'), to: query('a reference or a digest'), platform, limit },
    answers: { 200: { says: 'the diff', content: json(diffDocument) } },
    problems: ['bad_request', 'bad_reference', 'bad_platform', 'not_found'],
  },
  'GET /cves': {
    summary: 'Vulnerabilities that images have, newest first',
    parameters: {
      severity: query('only these, parted by commas'),
      since: query('first seen then or later: `2026-11-24` or with a time'),
      ...pageParameters,
    },
    answers: { 200: { says: 'a page, which may hold fewer', content: json(cveList), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor'],
  },
  'GET /cves/{id}': {
    summary: 'A vulnerability and the images that have it',
    parameters: pageParameters,
    answers: { 200: { says: 'with a page of images', content: json(cveDocument), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor', 'not_found'],
  },
  'GET /watches': {
    summary: 'What is scanned again, and what is no more',
    parameters: pageParameters,
    answers: { 200: { says: 'a page', content: json(watchList), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor'],
  },
  'POST /watches': {
    summary: 'Pin or stop the rescans of an image, a digest or repositories',
    body: json(watchRequest),
    answers: {
      200: { says: 'the watch that there was, changed', content: json(watchDocument), headers: ['Location'] },
      201: { says: 'the new watch', content: json(watchDocument), headers: ['Location'] },
    },
    problems: ['bad_request', 'bad_reference', 'bad_platform'],
  },
  'GET /watches/{id}': {
    summary: 'A watch',
    answers: { 200: { says: 'the watch', content: json(watchDocument) } },
    problems: ['not_found'],
  },
  'DELETE /watches/{id}': {
    summary: 'Forget a watch; the next scan of the image makes one again',
    answers: { 204: { says: 'gone' } },
    problems: ['not_found'],
  },
};

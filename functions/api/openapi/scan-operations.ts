import * as z from 'zod/mini';
import {
  imageHistoryDocument,
  imageList,
  imageScanDocument,
  imageScanList,
  imageScanRequest,
} from '../images/image-schemas.ts';
import { manifestReports, manifestScanDocument, manifestScanList } from '../manifests/scan-schemas.ts';
import { type Content, json, type Operation } from './operation.ts';
import {
  header,
  linkParameters,
  listScansParameters,
  manifestParameters,
  pageParameters,
  submitParameters,
  viewParameters,
} from './parameters.ts';

const manifestAnswer: Content = {
  'application/json': manifestReports,
  'application/sarif+json': z.looseObject({ version: z.literal('2.1.0') }),
  'application/junit+xml': 'text',
  'text/markdown': 'text',
  'text/plain': 'text',
};
/** `format=trivy` */
const trivyReport = z.looseObject({ SchemaVersion: z.literal(2), ArtifactName: z.string() });
const imageAnswer: Content = {
  'application/json': z.union([imageScanDocument, trivyReport]),
  'application/sarif+json': z.looseObject({ version: z.literal('2.1.0') }),
  'text/markdown': 'text',
  'text/plain': 'text',
};
// As Go sniffs a line with control characters.
const refusal: Content = { 'text/plain': 'text', 'application/octet-stream': 'text' };
const scanHeaders = ['Drydock-Scan-Id', 'Drydock-Stored', 'Location'];
const gone = { 204: { says: 'gone' } } as const;

const scanManifests: Operation = {
  summary: 'Scan Kubernetes manifests, as kubesec http does',
  parameters: manifestParameters,
  body: { '*/*': 'bytes' },
  answers: {
    200: { says: 'a report for each document', content: manifestAnswer, headers: scanHeaders },
    400: { says: 'the body is no manifest, in one line as kubesec says it', content: refusal },
    413: { says: 'a limit that the line names', content: refusal },
    422: { says: 'a document is invalid or below min-score', content: manifestAnswer, headers: scanHeaders },
  },
  problems: ['bad_request', 'answer_too_large'],
};

/** Scans of manifests and images. */
export const scanOperations: Readonly<Record<string, Operation>> = {
  'POST /scan': scanManifests,
  'POST /': scanManifests,
  'POST /scan/image': {
    summary: 'Scan a container image',
    parameters: {
      ...submitParameters,
      ...viewParameters,
      'Idempotency-Key': header('the same key finds the same scan for 24 hours'),
      Prefer: header('`wait=25`: answer when the scan ends, after so many seconds at most'),
    },
    body: { ...json(imageScanRequest), 'application/x-www-form-urlencoded': 'text' },
    answers: {
      200: { says: 'the scan is done or failed', content: imageAnswer, headers: ['Location', 'ETag'] },
      202: {
        says: 'the scan is queued or runs',
        content: json(imageScanDocument),
        headers: ['Location', 'Retry-After'],
      },
      303: {
        says: 'the report is large: Location leads to it',
        content: json(imageScanDocument),
        headers: ['Location'],
      },
      422: {
        says: 'a finding that `fail-on` names, or the verdict is unknown',
        content: imageAnswer,
        headers: ['Location'],
      },
    },
    problems: [
      ...(['bad_request', 'bad_reference', 'bad_platform', 'body_too_large', 'image_not_found'] as const),
      ...(['image_too_large', 'registry_refused', 'forbidden_address', 'platform_not_found', 'not_an_image'] as const),
      ...(['broken_image', 'foreign_layer', 'registry_unavailable', 'registry_rate_limited'] as const),
      ...(['idempotency_key_in_use', 'idempotency_key_reused', 'database_missing', 'database_broken'] as const),
      ...(['scanner_missing', 'answer_too_large', 'bad_cursor', 'scan_not_done'] as const),
    ],
  },
  'GET /scans': {
    summary: 'Stored scans, newest first',
    parameters: listScansParameters,
    answers: {
      200: { says: 'a page', content: json(z.union([manifestScanList, imageScanList])), headers: ['Link'] },
    },
    problems: ['bad_request', 'bad_reference', 'bad_cursor'],
  },
  'GET /scans/{id}': {
    summary: 'A stored scan',
    parameters: viewParameters,
    answers: {
      200: {
        says: 'the scan; of images in the format that was asked for',
        content: { ...imageAnswer, ...json(z.union([manifestScanDocument, imageScanDocument, trivyReport])) },
        headers: ['ETag', 'Link'],
      },
      303: {
        says: 'the report is large: Location leads to it',
        content: json(imageScanDocument),
        headers: ['Location'],
      },
      304: { says: 'as the ETag in If-None-Match says' },
      422: {
        says: 'a finding that `fail-on` names, the verdict is unknown, or the scan is not done',
        content: imageAnswer,
      },
    },
    problems: ['bad_request', 'bad_cursor', 'not_found', 'scan_not_done', 'answer_too_large'],
  },
  'DELETE /scans/{id}': {
    summary: 'Forget a scan',
    answers: gone,
    problems: ['not_found'],
  },
  'GET /images': {
    summary: 'Images with their newest results, newest first',
    parameters: pageParameters,
    answers: { 200: { says: 'a page', content: json(imageList), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor'],
  },
  'GET /images/{digest}': {
    summary: 'An image and its history',
    parameters: pageParameters,
    answers: { 200: { says: 'the image', content: json(imageHistoryDocument), headers: ['Link'] } },
    problems: ['bad_request', 'bad_cursor', 'not_found'],
  },
  'DELETE /images/{digest}': {
    summary: 'Forget an image, its history, scans and reports',
    answers: gone,
    problems: ['not_found'],
  },
  'GET /reports': {
    summary: 'A large report, by a link that this server signed',
    parameters: linkParameters,
    answers: { 200: { says: "Trivy's JSON", content: { 'application/json': z.looseObject({}) } } },
    problems: ['not_found'],
  },
};

import { type TableUse, together } from './table-rights.ts';

const recordScans: TableUse = { rows: { scan: ['get', 'put', 'putMany', 'update'] } };

const checkKeys: TableUse = { rows: { key: ['get', 'update'] } };

const manageKeys: TableUse = {
  rows: { key: ['get', 'put', 'update', 'remove'], bootstrap: ['put'] },
  lists: ['keys'],
};

/** A message is made for each subscription that wants to know. */
const announce: TableUse = {
  rows: { news: ['get', 'put', 'query'], subscription: ['get', 'put'] },
  lists: ['subscriptions'],
};

/** What functions/rescans/follow-scan.ts and functions/scans/image/enter-result.ts do with a result. */
const enterResults: TableUse = together(announce, {
  rows: {
    scan: ['get', 'put'],
    image: ['get', 'put', 'query'],
    cve: ['getMany', 'put', 'query', 'update', 'remove'],
    clock: ['get', 'put', 'query'],
    watch: ['get', 'put'],
    // News are told by the run of their database.
    run: ['get', 'put'],
  },
  lists: ['runs'],
});

/** A scan that is asked for: made, joined, or found among those of the image. */
const submitScans: TableUse = {
  rows: {
    scan: ['get', 'put'],
    image: ['getMany'],
    watch: ['get', 'put'],
    idempotency: ['get', 'put', 'remove'],
    waitPlace: ['put', 'remove'],
  },
};

const planRuns: TableUse = together(announce, {
  rows: {
    scan: ['get', 'put'],
    image: ['getMany'],
    watch: ['get', 'put'],
    run: ['get', 'put'],
    shelving: ['get', 'put'],
    cve: ['query'],
  },
  lists: ['watches', 'patterns', 'runs', 'images', 'newWatches', 'dueWatches', 'dueRuns'],
});

/** Stored scans of manifests: read, listed and deleted. */
const answerForManifests: TableUse = {
  rows: { scan: ['get', 'getMany', 'remove'] },
  lists: ['scansOfObject', 'scans'],
};

/** What is kept of images beside them, as the routes of functions/api read and change it. */
const answerForImages: TableUse = {
  rows: {
    scan: ['get', 'put', 'remove'],
    image: ['get', 'getMany', 'put', 'query', 'remove'],
    cve: ['getMany', 'put', 'query', 'update', 'remove'],
    watch: ['get', 'put', 'remove'],
    run: ['get', 'put'],
    subscription: ['get', 'put', 'query', 'remove'],
  },
  lists: [
    ...(['scansOfRepository', 'watches', 'patterns', 'subscriptions'] as const),
    ...(['scans', 'images', 'cves', 'runs'] as const),
  ],
};

/** What each function does with the table, and may; test/infra holds its requests against it. */
export const tableUses = {
  manifest: together(recordScans, checkKeys),
  authorizer: checkKeys,
  api: together(answerForManifests, answerForImages, manageKeys),
  apiOfManifests: together(answerForManifests, manageKeys),
  submit: submitScans,
  worker: enterResults,
  sweeper: together(enterResults, { rows: {}, lists: ['dueScans'] }),
  undertaker: { rows: { scan: ['get', 'put'] } },
  planner: planRuns,
  rematcher: together(enterResults, { rows: { image: ['getMany', 'putMany'] } }),
  notifier: { rows: { subscription: ['get', 'put', 'query'] }, lists: ['dueDigests', 'dueMessages'] },
  alarm: {
    rows: { subscription: ['get', 'put'] },
    lists: ['subscriptions', 'runs', 'watches', 'patterns', 'dueWatches'],
  },
} satisfies Record<string, TableUse>;

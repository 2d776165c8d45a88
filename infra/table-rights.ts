/** Kinds of rows by the beginning of their partition: docs/table.md. */
const partitions = {
  scan: 'T#*#SCAN#*',
  image: 'T#*#IMAGE#*',
  cve: 'T#*#CVE#*',
  clock: 'T#*#CLOCKS#*',
  watch: 'T#*#WATCH#*',
  run: 'T#*#RUN#*',
  shelving: 'T#*#SHELVES',
  subscription: 'T#*#SUBSCRIPTION#*',
  news: 'T#*#NEWS#*',
  idempotency: 'T#*#IDEMPOTENCY#*',
  waitPlace: 'SYS#WAIT#*',
  key: 'SYS#KEY#*',
  bootstrap: 'SYS#BOOTSTRAP',
} as const;

/** Listings by the index that they are in and the beginning of their partition there. */
const listings = {
  scansOfObject: ['gsi1', 'T#*#OBJECT#*'],
  scansOfRepository: ['gsi1', 'T#*#REPO#*'],
  watches: ['gsi1', 'T#*#WATCHES#*'],
  patterns: ['gsi1', 'T#*#PATTERNS'],
  subscriptions: ['gsi1', 'T#*#SUBSCRIPTIONS'],
  keys: ['gsi1', 'T#*#KEYS'],
  scans: ['gsi2', 'T#*#SCANS#*'],
  images: ['gsi2', 'T#*#IMAGES#*'],
  cves: ['gsi2', 'T#*#CVES#*'],
  runs: ['gsi2', 'T#*#RUNS#*'],
  newWatches: ['gsi2', 'T#*#WATCHED#*'],
  dueScans: ['gsi3', 'SYS#DUE#JOB#*'],
  dueWatches: ['gsi3', 'SYS#DUE#WATCH#*'],
  dueRuns: ['gsi3', 'SYS#DUE#RUN#*'],
  dueDigests: ['gsi3', 'SYS#DUE#DIGEST#*'],
  dueMessages: ['gsi3', 'SYS#DUE#DELIVERY#*'],
} as const;

const actions = {
  get: 'GetItem',
  getMany: 'BatchGetItem',
  query: 'Query',
  put: 'PutItem',
  putMany: 'BatchWriteItem',
  update: 'UpdateItem',
  remove: 'DeleteItem',
} as const;

type Row = keyof typeof partitions;
type Use = keyof typeof actions;
type Listing = keyof typeof listings;

/** What a function does with the table. */
export interface TableUse {
  rows: Partial<Record<Row, readonly Use[]>>;
  lists?: readonly Listing[];
}

/** A right as IAM tells it; `index` is absent for the table itself. */
export interface TableRight {
  index?: string;
  actions: string[];
  leadingKeys: string[];
}

/** The rights that a use takes: rows that are used in the same way together, listings by their index. */
export function tableRights({ rows, lists = [] }: TableUse): TableRight[] {
  const ofRows = new Map<string, string[]>();
  for (const [row, uses] of Object.entries(rows)) {
    const names = uses.map((use) => `dynamodb:${actions[use]}`).sort();
    const known = ofRows.get(names.join()) ?? [];
    ofRows.set(names.join(), [...known, partitions[row as Row]]);
  }
  const ofIndexes = new Map<string, string[]>();
  for (const listing of lists) {
    const [index, partition] = listings[listing];
    ofIndexes.set(index, [...(ofIndexes.get(index) ?? []), partition]);
  }
  return [
    ...[...ofRows].map(([names, leadingKeys]) => ({ actions: names.split(','), leadingKeys })),
    ...[...ofIndexes].map(([index, leadingKeys]) => ({ index, actions: ['dynamodb:Query'], leadingKeys })),
  ];
}

/** Several uses as one. */
export function together(...uses: readonly TableUse[]): TableUse {
  const rows: Partial<Record<Row, readonly Use[]>> = {};
  for (const [row, added] of uses.flatMap((use) => Object.entries(use.rows))) {
    rows[row as Row] = [...new Set([...(rows[row as Row] ?? []), ...added])];
  }
  return { rows, lists: [...new Set(uses.flatMap(({ lists = [] }) => lists))] };
}

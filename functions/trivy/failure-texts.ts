import type { ErrorCode } from '../errors.ts';

/** What Trivy, Go or bbolt say of a failure, as recorded of 0.68.2, and our words for it. */
export interface FailureText {
  text: RegExp;
  code: ErrorCode;
  message: string;
}

const databaseBroken = { code: 'database_broken', message: 'the vulnerability database is damaged' } as const;
const brokenImage = { code: 'broken_image', message: 'the scanner cannot read this image: it is damaged' } as const;

/** The first row that matches counts. */
export const failureTexts: readonly FailureText[] = [
  {
    text: /in Redis cache|layer cache missing/,
    code: 'scanner_cache',
    message: 'the scanner could not use its cache',
  },
  {
    text: /no space left on device|disk quota exceeded/,
    code: 'scanner_no_space',
    message: 'the scanner ran out of disk space',
  },
  {
    text: /out of memory|cannot allocate memory/,
    code: 'scanner_oom',
    message: 'the scanner ran out of memory',
  },
  {
    text: /Unable to initialize the Java DB|cannot skip downloading Java DB/,
    code: 'java_database_missing',
    message: 'the image holds Java archives and there is no Java database',
  },
  {
    text: /cannot be specified on the first run|cannot skip downloading DB|failed to download (?:vulnerability DB|artifact from)/,
    code: 'database_missing',
    message: 'there is no vulnerability database: `drydock db pull` or `drydock db import` gets one',
  },
  {
    text: /DB schema doesn't match|with the old DB schema|Trivy version is old|has an old schema version/,
    code: 'database_broken',
    message: 'the vulnerability database has a schema that this Trivy does not read',
  },
  { text: /vulnerability DB initialize|DB error|invalid database/, ...databaseBroken },
  { text: /unexpected fault address|Page expected to be|^panic: .*(?:bbolt|freelist|page \d)/m, ...databaseBroken },
  { text: /unable to parse platform/, code: 'bad_platform', message: 'this is no platform' },
  {
    text: /flag error|unknown flag|unknown command/,
    code: 'scanner_contract',
    message: 'this Trivy does not know the options that drydock gives',
  },
  {
    text: /exceeds maximum allowed size/,
    code: 'image_too_large',
    message: 'the image is larger than the scanner may read',
  },
  { text: /MANIFEST_UNKNOWN|NAME_UNKNOWN/, code: 'image_not_found', message: 'the registry has no such image' },
  {
    text: /UNAUTHORIZED|DENIED|unexpected status code 40[13]/,
    code: 'registry_refused',
    message: 'the registry refuses to give this image',
  },
  {
    text: /no child with platform/,
    code: 'platform_not_found',
    message: 'the image is not built for this platform',
  },
  { text: /could not parse reference/, code: 'bad_reference', message: 'this is no image reference' },
  { text: /unsupported artifact type/, code: 'not_an_image', message: 'this is no container image' },
  {
    text: /context deadline exceeded/,
    code: 'scanner_timeout',
    message: 'the scanner did not end in time',
  },
  {
    text: /BLOB_UNKNOWN|invalid tar header|failed to extract the archive|mismatched fs layers|does not match expected size|invalid character|unexpected media type|archive image|failed to get the layer content \([^)]*\): open /,
    ...brokenImage,
  },
  {
    text: /connection refused|no such host|connection reset|i\/o timeout|unexpected status code 5|unable to fetch missing layers/,
    code: 'registry_unavailable',
    message: 'the scanner could not read the image to its end',
  },
];

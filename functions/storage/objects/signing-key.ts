import { createHmac } from 'node:crypto';

export interface SigningCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** `20261124T100000Z` */
export const signingTime = (now: Date): string => now.toISOString().replaceAll(/[:-]|\.\d{3}/g, '');

/** The key of AWS signature version 4 for a scope `<day>/<region>/<service>/aws4_request`. */
export const signingKey = (secret: string, scope: string): Buffer =>
  scope
    .split('/')
    .reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`));

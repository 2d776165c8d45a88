import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DrydockError } from '../../errors.ts';
import type { ReportStore } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import { reachStorage } from '../storage-unavailable.ts';
import { presignObject } from './presign-object.ts';
import { checkReportKey } from './report-key.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Reports as gzip objects in a bucket, each checked by S3 against its sha256. */
export function s3ReportStore(client: S3Client, bucket: string, clock: Clock): ReportStore {
  const objectOf = (key: string) => ({ Bucket: bucket, Key: checkReportKey(key) });
  return {
    put: (key, json) =>
      reachStorage('the bucket', async () => {
        const body = await pack(json);
        await client.send(
          new PutObjectCommand({
            ...objectOf(key),
            Body: body,
            ChecksumAlgorithm: 'SHA256',
            ContentType: 'application/json',
            ContentEncoding: 'gzip',
          }),
        );
        const { ContentLength } = await client.send(new HeadObjectCommand(objectOf(key)));
        if (ContentLength !== body.byteLength) {
          throw new DrydockError('storage_unavailable', 'the bucket does not hold the whole report');
        }
      }),
    read: (key) =>
      reachStorage('the bucket', async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand(objectOf(key)));
          return Body && (await unpack(await Body.transformToByteArray()));
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    remove: (key) =>
      reachStorage('the bucket', async () => void (await client.send(new DeleteObjectCommand(objectOf(key))))),
    link: (key, seconds) =>
      reachStorage('the bucket', async () => {
        const region = await client.config.region();
        const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
        const url = new URL(`https://${bucket}.s3.${region}.amazonaws.com/${checkReportKey(key)}`);
        const credentials = { accessKeyId, secretAccessKey, sessionToken };
        return presignObject({ url, region, credentials, expires: seconds, now: new Date(clock()) });
      }),
  };
}

import {
  DeleteObjectsCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DrydockError } from '../../errors.ts';
import type { DatabaseObjects } from '../../trivy/database/ports.ts';
import { reachStorage } from '../storage-unavailable.ts';

/** As many as one request takes. */
const atOnce = 1_000;

/** The parts of databases as objects of a bucket, each checked by S3 against its sha256. */
export function s3DatabaseObjects(client: S3Client, bucket: string): DatabaseObjects {
  return {
    read: (key) =>
      reachStorage('the bucket', async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          return await Body?.transformToByteArray();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    put: (key, bytes) =>
      reachStorage('the bucket', async () => {
        const object = { Bucket: bucket, Key: key, Body: bytes, ChecksumAlgorithm: 'SHA256' as const };
        await client.send(new PutObjectCommand(object));
      }),
    list: (prefix) =>
      reachStorage('the bucket', async () => {
        const keys: string[] = [];
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
        }
        return keys;
      }),
    remove: (keys) =>
      reachStorage('the bucket', async () => {
        for (let start = 0; start < keys.length; start += atOnce) {
          const Objects = keys.slice(start, start + atOnce).map((Key) => ({ Key }));
          const { Errors = [] } = await client.send(
            new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
          );
          if (Errors.length > 0) throw new DrydockError('storage_unavailable', 'the bucket keeps objects it is not to');
        }
      }),
  };
}

import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type AnalysisStore, checkAnalysisName } from '../../scans/image/analysis-store.ts';
import { reachStorage } from '../storage-unavailable.ts';

/** Analyses as objects under `analyses/`, of which the bucket's lifecycle removes what was not written for long. */
export function s3AnalysisStore(client: S3Client, bucket: string): AnalysisStore {
  const objectOf = (name: string) => ({ Bucket: bucket, Key: `analyses/${checkAnalysisName(name)}.gz` });
  return {
    read: (name) =>
      reachStorage('the bucket', async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand(objectOf(name)));
          return await Body?.transformToByteArray();
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined;
          throw error;
        }
      }),
    write: (name, bytes) =>
      reachStorage('the bucket', async () => {
        const object = { ...objectOf(name), Body: bytes, ContentType: 'application/gzip' };
        await client.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: 'SHA256' }));
      }),
  };
}

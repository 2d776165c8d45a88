import { S3Client } from '@aws-sdk/client-s3';

/** A client with bounded tries and times; `AWS_ENDPOINT_URL_S3` leads it to a stand-in, as it does every SDK. */
export const s3Client = (): S3Client =>
  new S3Client({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });

import { describe, expect, it } from 'vitest';
import { presignObject } from '../../functions/storage/objects/presign-object.ts';

// The example of "Authenticating Requests: Using Query Parameters" in Amazon's S3 API reference.
const example = {
  url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  expires: 86_400,
  now: new Date('2013-05-24T00:00:00Z'),
};

describe('presigned object', () => {
  it("presigned object: the signature is that of Amazon's example", () => {
    expect(presignObject(example)).toBe(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
        '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('presigned object: the token of a role is signed, too', () => {
    const url = presignObject({ ...example, credentials: { ...example.credentials, sessionToken: "a/b+c='" } });
    expect(url).toContain('&X-Amz-Security-Token=a%2Fb%2Bc%3D%27&X-Amz-SignedHeaders=host');
    expect(url).not.toContain('aeeed9bb');
  });
});

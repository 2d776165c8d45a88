import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RedisReply, replyReader } from '../../../functions/trivy/cache/redis-replies.ts';
import { bulkReply } from '../../../functions/trivy/cache/resp.ts';

const word = fc.stringMatching(/^[a-zA-Z0-9 ]{0,20}$/);
const reply = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => [bulkReply(bytes), { value: Buffer.from(bytes) }] as const),
  word.map((text) => [Buffer.from(`+${text}\r\n`), { value: Buffer.from(text) }] as const),
  word.map((text) => [Buffer.from(`-${text}\r\n`), { refusal: text }] as const),
  fc.constant([Buffer.from('$-1\r\n'), { value: undefined }] as const),
);

describe('replies of a Redis', () => {
  it('Redis replies: come out as they went in, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 30 })), (replies, cuts) => {
        const read = replyReader(1_000);
        const bytes = Buffer.concat(replies.map(([sent]) => sent));
        const got: RedisReply[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = cuts[turn % (cuts.length || 1)] ?? bytes.length;
          got.push(...read(bytes.subarray(at, at + length)));
          at += length;
        }
        expect(got).toEqual(replies.map(([, expected]) => expected));
      }),
    );
  });

  it.each([
    'HTTP/1.1 400 Bad Request\r\n',
    '$-2\r\n',
    '$1001\r\n',
    '$x\r\n',
    ':1\r\n',
    '*1\r\n',
    '\r\n',
    'x'.repeat(5_000),
  ])('Redis replies: %j is none', (text) => {
    expect(() => replyReader(1_000)(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'storage_unavailable' }),
    );
  });
});

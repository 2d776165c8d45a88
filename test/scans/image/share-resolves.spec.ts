import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { defaultPlatform, parsePlatform } from '../../../functions/image/platform.ts';
import { parseReference } from '../../../functions/image/reference.ts';
import { shareResolves } from '../../../functions/scans/image/share-resolves.ts';
import { digestFor } from './image-world.ts';

function openQuestions() {
  const open: PromiseWithResolvers<{ digest: string }>[] = [];
  const shared = shareResolves({
    resolve() {
      const question = Promise.withResolvers<{ digest: string }>();
      open.push(question);
      return question.promise;
    },
  });
  const ask = (image: string, options: object = {}) =>
    shared.resolve(parseReference(image), {
      platform: defaultPlatform,
      signal: new AbortController().signal,
      ...options,
    });
  return { open, ask };
}

describe('shared resolves', () => {
  it('those who ask the same at the same time share one answer, the next one is asked anew', async () => {
    const { open, ask } = openQuestions();
    const answers = [ask('nginx'), ask('nginx:latest'), ask('docker.io/library/nginx')];
    expect(open).toHaveLength(1);
    open[0]?.resolve({ digest: digestFor('one') });
    for (const answer of answers) expect(await answer).toEqual({ digest: digestFor('one') });
    void ask('nginx');
    expect(open).toHaveLength(2);
  });

  it('another tag, platform or whoever brings credentials is a question of its own', () => {
    const { open, ask } = openQuestions();
    void ask('nginx');
    void ask('nginx:1');
    void ask('nginx', { platform: parsePlatform('linux/arm64') });
    void ask('nginx', { credentials: { token: 'a' } });
    void ask('nginx', { credentials: { token: 'a' } });
    expect(open).toHaveLength(5);
  });

  it('a refusal is one for all who asked, and is not kept', async () => {
    const { open, ask } = openQuestions();
    const answers = [ask('nginx'), ask('nginx')];
    const refusal = new DrydockError('image_not_found', 'gone');
    open[0]?.reject(refusal);
    for (const answer of answers) await expect(answer).rejects.toBe(refusal);
    void ask('nginx').catch(() => {});
    expect(open).toHaveLength(2);
  });
});

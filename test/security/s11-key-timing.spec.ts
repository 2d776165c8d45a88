import { describe, expect, it } from 'vitest';
import { formatApiKey, parseApiKey } from '../../functions/access/api-key.ts';
import { createKey } from '../../functions/access/manage-keys.ts';
import { verifyKey } from '../../functions/access/verify-key.ts';
import { adminOf, keyRoom } from '../access/keys.ts';

async function guesses() {
  const room = keyRoom();
  const { text } = await createKey(room, adminOf('shop'), { name: 'ci', scopes: ['scan:write'] });
  const key = parseApiKey(text)!;
  const other = (letter: string): string => (letter === 'a' ? 'b' : 'a');
  const near = key.secret.slice(0, -1) + other(key.secret.at(-1)!);
  const far = other(key.secret[0]!) + key.secret.slice(1);
  return {
    room,
    'an unknown id': `Bearer ${formatApiKey({ ...key, id: 'nobodyhas000' })}`,
    'a secret that is wrong at its end': `Bearer ${formatApiKey({ ...key, secret: near })}`,
    'a secret that is wrong at its start': `Bearer ${formatApiKey({ ...key, secret: far })}`,
  };
}

const median = (numbers: number[]): number => numbers.toSorted((one, other) => one - other)[numbers.length >> 1]!;

describe('S11: what the time of a refusal tells', () => {
  it('S11: every well-formed key takes the same steps, known or not', async () => {
    const { room, ...headers } = await guesses();
    const steps: string[] = [];
    const keys = {
      ...room.keys,
      read(id: string) {
        steps.push('read');
        return room.keys.read(id);
      },
      async noteUse() {
        steps.push('note');
      },
    };
    const pepper = () => {
      steps.push('pepper');
      return room.pepper();
    };
    for (const [name, header] of Object.entries(headers)) {
      await expect(verifyKey({ ...room, keys, pepper }, header)).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(steps.splice(0), name).toEqual(['pepper', 'read']);
    }
  });

  it('S11: an unknown id takes as long as a wrong secret, and it does not matter where that is wrong', async () => {
    const { room, ...headers } = await guesses();
    const times = Object.values(headers).map((): number[] => []);
    for (let round = 0; round < 1_500; round += 1) {
      for (const [index, header] of Object.values(headers).entries()) {
        const started = performance.now();
        await verifyKey(room, header).catch(() => {});
        if (round >= 300) times[index]!.push(performance.now() - started);
      }
    }
    const medians = times.map(median);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.5);
  });
});

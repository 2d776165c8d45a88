import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { textLog } from '../../local/log.ts';

function written(isQuiet = false) {
  const writes: string[] = [];
  const log = textLog({
    write: (lines) => void writes.push(lines),
    clock: () => Date.UTC(2026, 0, 1, 9, 8, 7),
    isQuiet,
  });
  return { writes, log };
}

describe('local log', () => {
  it('a line has time, level unless it is info, message and fields', () => {
    const { writes, log } = written();
    log.info('request', { route: '$default', status: 200, milliseconds: 0.123456, gone: undefined });
    log.warn('scan not stored', { scan: 'a1' });
    log.error('request failed');
    log.flush();
    expect(writes.join('')).toBe(
      '09:08:07 request route=$default status=200 milliseconds=0.12\n' +
        '09:08:07 warn: scan not stored scan=a1\n' +
        '09:08:07 error: request failed\n',
    );
  });

  it('lines of one turn are written together, and by themselves', async () => {
    const { writes, log } = written();
    log.info('one');
    log.info('two');
    expect(writes).toEqual([]);
    await new Promise(setImmediate);
    expect(writes).toEqual(['09:08:07 one\n09:08:07 two\n']);
    log.flush();
    expect(writes).toHaveLength(1);
  });

  it('a value can neither break the line nor steer the terminal', () => {
    const { writes, log } = written();
    log.info('x', { a: 'two words', b: '\n09:08:07 error: forged', c: '\u001b[2J\u0085\u202e', d: null });
    log.flush();
    expect(writes.join('')).toBe(
      '09:08:07 x a="two words" b="\\n09:08:07 error: forged" c="\\u001b[2J\ufffd\ufffd" d=null\n',
    );
  });

  it('an error shows its message and where its cause came from', () => {
    const { writes, log } = written();
    const cause = new TypeError('x is not a function');
    log.error('failed', { error: new DrydockError('internal', 'unexpected', { cause }) });
    log.warn('late', { error: new Error('plain') });
    log.flush();
    expect(writes.join('')).toMatch(
      / error="unexpected < TypeError: x is not a function\\n {4}at .*\n.* error=plain\n$/,
    );
  });

  it('a quiet log has warnings and errors only', () => {
    const { writes, log } = written(true);
    log.info('request');
    log.warn('late');
    log.flush();
    expect(writes.join('')).toBe('09:08:07 warn: late\n');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScanId, type ScanIdentity, scanIds } from '../../functions/scans/scan-id.ts';
import { canonicalOptions } from '../../functions/scans/scan-options.ts';

const scanId = scanIds(Buffer.from('deployment key'));
const bytes = (text: string) => new TextEncoder().encode(text);
const identity: ScanIdentity = {
  tenant: 'default',
  body: bytes('kind: Pod'),
  engine: 'drydock/0.1.0',
  kubernetesVersion: '1.36.0',
  schemaLocation: 'https://kubernetesjsonschema.dev',
  options: '',
};

const anyIdentity = fc.record({
  tenant: fc.constantFrom('a', 'ab', 'b'),
  body: fc.constantFrom('', 'b', 'ab', '1:a').map(bytes),
  engine: fc.constantFrom('', 'a', 'b', '1:a'),
  kubernetesVersion: fc.constantFrom('', 'a', 'b', '1:a'),
  schemaLocation: fc.constantFrom('', 'a', 'b', '1:a'),
  options: fc.constantFrom('', 'a', 'b', '1:a'),
});

const asText = (of: ScanIdentity): string => JSON.stringify({ ...of, body: Buffer.from(of.body).toString('hex') });

describe('scan id', () => {
  it('scan id: is 32 hex digits, the same for the same scan', () => {
    const id = scanId(identity);
    expect(isScanId(id)).toBe(true);
    expect(scanId({ ...identity, body: bytes('kind: Pod') })).toBe(id);
  });

  it('scan id: another deployment has other ids', () => {
    expect(scanIds(Buffer.from('other key'))(identity)).not.toBe(scanId(identity));
  });

  it('scan id: is equal exactly when every part is, wherever a text could stand in another part', () => {
    fc.assert(
      fc.property(anyIdentity, anyIdentity, (one, other) => {
        expect(scanId(one) === scanId(other)).toBe(asText(one) === asText(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('scan id: other texts are no ids', () => {
    const id = scanId(identity);
    for (const text of ['', id.toUpperCase(), `${id}0`, id.slice(1), `${id.slice(1)}g`, `${id}\n`]) {
      expect(isScanId(text)).toBe(text === id);
    }
  });
});

describe('scan options', () => {
  it('scan options: nothing asked for, empty lists and the default profile are the same', () => {
    expect(canonicalOptions({})).toBe('');
    expect(canonicalOptions({ rules: [], exclude: [], profile: 'kubesec' })).toBe('');
  });

  it('scan options: order does not matter, nor does a repeated exclusion', () => {
    const sorted = canonicalOptions({ rules: ['A', 'B'], exclude: ['C'], profile: 'strict' });
    expect(canonicalOptions({ rules: ['B', 'A'], exclude: ['C', 'C'], profile: 'strict' })).toBe(sorted);
  });

  it('scan options: a rule named twice scores twice and is another scan', () => {
    expect(canonicalOptions({ rules: ['A', 'A'] })).not.toBe(canonicalOptions({ rules: ['A'] }));
  });

  it('scan options: a name with quotes or separators does not imitate other options', () => {
    const imitating = canonicalOptions({ rules: ['A"]&exclude=["B'] });
    expect(imitating).not.toBe(canonicalOptions({ rules: ['A'], exclude: ['B'] }));
  });

  it('scan options: rules and excluded rules differ', () => {
    expect(canonicalOptions({ rules: ['A'] })).not.toBe(canonicalOptions({ exclude: ['A'] }));
  });
});

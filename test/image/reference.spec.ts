import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference } from '../../functions/image/reference.ts';

const hex = 'a'.repeat(64);
const refused = expect.objectContaining({ code: 'bad_reference' });

const read: [text: string, whole: string][] = [
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.27', 'docker.io/library/nginx:1.27'],
  ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
  ['docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['index.docker.io/nginx', 'docker.io/library/nginx:latest'],
  ['localhost/app', 'localhost/app:latest'],
  ['localhost:5000/app:v1', 'localhost:5000/app:v1'],
  ['registry:5000/app', 'registry:5000/app:latest'],
  ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000/a/b/c:latest'],
  ['[::1]:5000/app', '[::1]:5000/app:latest'],
  ['[2001:db8::1]/app', '[2001:db8::1]/app:latest'],
  ['GHCR.io/org/app', 'ghcr.io/org/app:latest'],
  ['HOST/app', 'host/app:latest'],
  ['ghcr.io/org/app@sha256:'.concat(hex), `ghcr.io/org/app@sha256:${hex}`],
  [`nginx:1.27@sha256:${hex}`, `docker.io/library/nginx:1.27@sha256:${hex}`],
  ['a/b__c.d-e---f', 'docker.io/a/b__c.d-e---f:latest'],
  ['gcr.io/p/x:Tag_1.2-3', 'gcr.io/p/x:Tag_1.2-3'],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1', '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1'],
  [`${hex}/app`, `docker.io/${hex}/app:latest`],
  ['x', 'docker.io/library/x:latest'],
];

// Threat S4 and what else must never become part of a request.
const notReferences = [
  '',
  ' ',
  'nginx ',
  ' nginx',
  '-o/etc/x',
  '--config=/etc/passwd',
  '-nginx',
  '@file',
  '@/etc/passwd',
  'nginx\0',
  'nginx\n',
  'nginx\r\nHost: evil',
  'nginx:1\n',
  'a'.repeat(10_000),
  `nginx:${'a'.repeat(129)}`,
  `${'a/'.repeat(130)}a`,
  '\u202Enginx',
  'ngi\u200Dnx',
  'nginх', // Cyrillic
  'ＮＧＩＮＸ',
  'https://ghcr.io/org/app',
  'docker://nginx',
  'file:///etc/passwd',
  'user:pass@ghcr.io/org/app',
  'user@ghcr.io/app',
  'ghcr.io/../../etc/passwd',
  'ghcr.io/./app',
  'ghcr.io//app',
  'ghcr.io/app/',
  '/app',
  'ghcr.io/App',
  'ghcr.io/app:',
  'ghcr.io/app:.1',
  'ghcr.io/app:-1',
  'ghcr.io/app:a/b',
  'ghcr.io/app:a:b',
  'ghcr.io/app@',
  'ghcr.io/app@sha256:abc',
  `ghcr.io/app@sha256:${'A'.repeat(64)}`,
  `ghcr.io/app@sha512:${'a'.repeat(128)}`,
  `ghcr.io/app@sha256:${hex}:1`,
  `ghcr.io/app@sha256:${hex}@sha256:${hex}`,
  'ghcr.io:0/app',
  'ghcr.io:65536/app',
  'ghcr.io:5000000/app',
  'ghcr.io:/app',
  '-ghcr.io/app',
  'ghcr-.io/app',
  'ghcr..io/app',
  '.io/app',
  '[::1/app',
  '[::g]/app',
  '[fe80::1%25eth0]/app',
  'ghcr.io/app?x=1',
  'ghcr.io/app#x',
  'ghcr.io/app%2F..',
  'ghcr.io\\app',
  'ghcr.io/a;b',
  'ghcr.io/$(id)',
  'ghcr.io/`id`',
  'ghcr.io/a___b',
  'ghcr.io/a..b',
  'ghcr.io/_a',
  hex,
];

const chars = (text: string) => fc.constantFrom(...text);
const word = fc.string({ unit: chars('abz019'), minLength: 1, maxLength: 6 });
const repository = fc
  .array(
    fc.tuple(word, chars('._-'), word).map(([a, separator, b]) => a + separator + b),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join('/'));
const registry = fc.constantFrom(
  'docker.io',
  'ghcr.io',
  'localhost',
  'localhost:5000',
  '[::1]:443',
  '10.0.0.1:80',
  'a-b.example',
);
const tag = fc.tuple(chars('aZ0_'), fc.string({ unit: chars('aZ0_.-'), maxLength: 127 })).map(([a, b]) => a + b);
const digest = fc
  .string({ unit: chars('0123456789abcdef'), minLength: 64, maxLength: 64 })
  .map((text) => `sha256:${text}`);

describe('image reference', () => {
  it.each(read)('image reference: %s is %s', (text, whole) => {
    expect(formatReference(parseReference(text))).toBe(whole);
  });

  it.each(notReferences)('image reference: %j is refused', (text) => {
    expect(() => parseReference(text)).toThrow(refused);
  });

  it('image reference: parts are told apart', () => {
    expect(parseReference(`localhost:5000/a/b:c@sha256:${hex}`)).toEqual({
      registry: 'localhost:5000',
      repository: 'a/b',
      tag: 'c',
      digest: `sha256:${hex}`,
    });
  });

  it('image reference: a refusal does not repeat a password', () => {
    expect(() => parseReference('bob:hunter2@ghcr.io/org/app')).toThrow(/^(?!.*hunter2)/);
  });

  it('image reference: what is written is read the same', () => {
    const parts = fc.record({ registry, repository, tag, digest }, { requiredKeys: ['registry', 'repository', 'tag'] });
    fc.assert(
      fc.property(parts, ({ registry, repository, tag, digest }) => {
        const whole = formatReference({ registry, repository, tag, ...(digest !== undefined && { digest }) });
        const reference = parseReference(whole);
        const inLibrary = registry === 'docker.io' && !repository.includes('/');
        expect(reference.repository).toBe(inLibrary ? `library/${repository}` : repository);
        expect(reference).toMatchObject({ registry, tag, ...(digest !== undefined && { digest }) });
        expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });

  it('image reference: any text is read or refused, and what is read holds only harmless letters', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'aA0.:/@-_[] %\0\n', 'sha256:', hex), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostile), (text) => {
        try {
          expect(formatReference(parseReference(text))).toMatch(/^[a-z0-9[][a-z0-9.:[\]-]*\/[a-zA-Z0-9._:@/-]+$/);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
    );
  });
});

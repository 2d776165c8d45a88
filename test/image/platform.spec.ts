import { describe, expect, it } from 'vitest';
import { formatPlatform, parsePlatform, platformDistance } from '../../functions/image/platform.ts';

const best = (asked: string, offers: string[]): string | undefined =>
  offers
    .map((offer) => ({ offer, distance: platformDistance(parsePlatform(asked), parsePlatform(offer)) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((a, b) => a.distance! - b.distance!)[0]?.offer;

describe('platform', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['Linux/x86_64', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm/v7', 'linux/arm/v7'],
    ['windows/amd64', 'windows/amd64'],
  ])('platform: %s is %s', (text, whole) => {
    expect(formatPlatform(parsePlatform(text))).toBe(whole);
  });

  it.each([
    '',
    'linux',
    'linux/',
    '/amd64',
    'linux/amd64/',
    'linux/arm/v7/x',
    '--platform',
    'linux /amd64',
    'linux/amd64\n',
    'linux/../x',
    `linux/${'a'.repeat(100)}`,
  ])('platform: %j is refused', (text) => {
    expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'bad_platform' }));
  });

  it.each([
    ['linux/amd64', ['linux/arm64', 'linux/amd64'], 'linux/amd64'],
    ['linux/amd64', ['linux/amd64/v3', 'linux/amd64'], 'linux/amd64'],
    ['linux/amd64', ['linux/amd64/v3', 'linux/amd64/v2'], 'linux/amd64/v2'],
    ['linux/arm64', ['linux/arm64/v8'], 'linux/arm64/v8'],
    ['linux/arm64/v8', ['linux/arm64'], 'linux/arm64'],
    ['linux/arm', ['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm/v8'], 'linux/arm/v7'],
    ['linux/arm', ['linux/arm/v8', 'linux/arm/v5'], 'linux/arm/v5'],
    ['linux/arm/v7', ['linux/arm/v5', 'linux/arm/v6'], 'linux/arm/v6'],
    ['linux/arm/v6', ['linux/arm/v7'], undefined],
    ['linux/arm64', ['linux/arm/v7', 'linux/amd64'], undefined],
    ['windows/amd64', ['linux/amd64'], undefined],
    ['linux/riscv64', ['linux/riscv64/odd'], 'linux/riscv64/odd'],
    ['linux/riscv64/rva20', ['linux/riscv64/odd'], undefined],
  ])('platform: asked for %s, of %j it is %s', (asked, offers, chosen) => {
    expect(best(asked, offers)).toBe(chosen);
  });
});

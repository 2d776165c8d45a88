import { spawnSync } from 'node:child_process';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildImage, sha256 } from '../../sample/images/build-image.ts';
import { buildIndex } from '../../sample/images/build-index.ts';
import { writeTar } from '../../sample/images/write-tar.ts';

const diffIds = (config: Uint8Array): string[] => JSON.parse(Buffer.from(config).toString()).rootfs.diff_ids;

describe('image builder', () => {
  it('image builder: the same source gives the same bytes', () => {
    const source = { layers: [{ files: { 'etc/os-release': 'ID=debian\n' } }] };
    expect(buildImage(source).manifest.digest).toBe(buildImage(source).manifest.digest);
  });

  it('image builder: diff ids are those of the unpacked layers, however they are packed', () => {
    const files = { a: 'b' };
    const compressions = ['gzip', 'zstd', 'none'] as const;
    const { layers, config } = buildImage({ layers: compressions.map((compression) => ({ files, compression })) });
    const [gzip, zstd, plain] = layers.map(({ bytes }) => bytes);
    expect(diffIds(config.bytes)).toEqual([gunzipSync(gzip!), zstdDecompressSync(zstd!), plain!].map(sha256));
  });

  it('image builder: an attestation stands beside its image with an unknown platform', () => {
    const image = buildImage({ layers: [] });
    const { index } = buildIndex({ images: [image], attestations: true });
    const { manifests } = JSON.parse(Buffer.from(index.bytes).toString());
    expect(manifests).toMatchObject([
      { platform: { os: 'unknown', architecture: 'unknown' } },
      { digest: image.manifest.digest, platform: { os: 'linux', architecture: 'amd64' } },
    ]);
  });

  it('tar writer: tar(1) lists what was written, long paths and links among it', () => {
    const long = `${'directory/'.repeat(15)}file`;
    const tar = writeTar([
      { path: 'usr', type: 'directory' },
      { path: long, body: 'x' },
      { path: 'link', type: 'symlink', link: long },
    ]);
    const listed = spawnSync('tar', ['tf', '-'], { input: tar });
    expect(listed.stderr.toString()).toBe('');
    expect(listed.stdout.toString().split('\n')).toEqual(['usr/', long, 'link', '']);
  });
});

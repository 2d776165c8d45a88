import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { parseReference } from '../../functions/image/reference.ts';
import { lacksSystem } from '../../functions/registry/layers/lacks-system.ts';
import { systemSearch } from '../../functions/registry/layers/system-search.ts';
import { type BuiltImage, buildImage, describeBlob, type LayerSource } from '../../sample/images/build-image.ts';
import { debianFiles, osRelease } from '../../sample/images/os-files.ts';
import { type TarEntry, writeTar } from '../../sample/images/write-tar.ts';

const client = ({ layers }: BuiltImage) => ({
  openBlob: (_: unknown, { digest }: { digest: string }) =>
    Readable.from([layers.find((layer) => layer.digest === digest)!.bytes], { objectMode: false }),
});
const look = (...layers: LayerSource[]): Promise<boolean> => {
  const image = buildImage({ layers });
  const resolved = { reference: parseReference('app'), layers: image.layers.map(describeBlob) };
  return lacksSystem(client(image), resolved);
};
const certificates = { 'etc/ssl/certs/ca-certificates.crt': 'x'.repeat(2_000), 'etc/passwd': 'app:x:1:1::/:\n' };
const plain = 'application/vnd.oci.image.layer.v1.tar';
const gzip = `${plain}+gzip`;
const restoreChecksum = (header: Buffer): void => {
  header.fill(0x20, 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
};
const withType = (type: string, size: number): Buffer => {
  const archive = writeTar([{ path: 'x', body: Buffer.alloc(size, '7') }]);
  archive[156] = type.charCodeAt(0);
  restoreChecksum(archive);
  return archive;
};
const program: TarEntry = { path: 'server', body: Buffer.alloc(100_000, 1), mode: 0o755 };

describe('images without an operating system', () => {
  it.each(['gzip', 'zstd', 'none'] as const)(
    'no system: a program and its certificates, packed as %s',
    async (compression) => {
      expect(await look({ files: certificates, entries: [program], compression })).toBe(true);
      expect(await look({ files: { ...certificates, ...osRelease('plan9', '4') }, compression })).toBe(false);
    },
  );

  it('no system: every layer counts, and what an upper one takes away was there', async () => {
    expect(await look({ files: certificates }, { entries: [program] }, {})).toBe(true);
    expect(await look({ files: debianFiles('12.1', []) }, { entries: [program] })).toBe(false);
    expect(await look({ files: osRelease('x', '1') }, { whiteouts: ['etc/os-release'] })).toBe(false);
  });

  it('no system: an image without layers has none', async () => expect(await look()).toBe(true));

  it('no system: links and directories of one count, too, and bodies of links are none', async () => {
    expect(await look({ entries: [{ path: 'etc/os-release', type: 'symlink', link: '../x' }] })).toBe(false);
    expect(await look({ entries: [{ path: 'var/lib/rpm', type: 'directory' }] })).toBe(false);
    expect(await look({ entries: [{ path: 'a', type: 'hardlink', link: 'server' }, program] })).toBe(true);
  });

  it('no system: a path that stands in a pax header is read there', async () => {
    const deep = `${'deep/'.repeat(40)}file`;
    expect(await look({ entries: [{ path: deep, body: 'x' }, program] })).toBe(true);
    const store = `nix/store/${'0'.repeat(120)}/bin/server`;
    expect(await look({ entries: [{ path: store, body: 'x' }, program] })).toBe(false);
  });

  it("no system: GNU's long names are read", async () => {
    const name = `usr/lib/x86_64-linux-gnu/${'../'.repeat(40)}x86_64-linux-gnu/libc.so.6`;
    const long = writeTar([{ path: '././@LongLink', body: `nix/store/${name}\0` }]);
    long[156] = 'L'.charCodeAt(0);
    restoreChecksum(long);
    const tar = Buffer.concat([long.subarray(0, -1_024), writeTar([{ path: 'short', body: 'x' }])]);
    expect(await look({ bytes: gzipSync(tar), mediaType: gzip })).toBe(false);
  });

  const tar = writeTar([program]);
  it.each([
    ['is no archive', Buffer.alloc(2_000, 7), plain],
    ['ends in the middle', tar.subarray(0, 3_000), plain],
    ['has no end', tar.subarray(0, -1_024), plain],
    ['is packed otherwise than it says', tar, gzip],
    ['is packed and cut off', gzipSync(tar).subarray(0, -20), gzip],
    ['is packed and damaged', gzipSync(Buffer.concat([tar, tar])).fill(0xff, 30, 60), gzip],
    ['says a header is longer than any path', withType('x', 2 * 1024 * 1024), plain],
    ['has a pax header that is none', withType('x', 600), plain],
    ['is sparse', withType('S', 1), plain],
  ])('no system: of a layer that %s nothing is known', async (_, bytes, mediaType) => {
    expect(await look({ bytes, mediaType })).toBe(false);
  });

  it('no system: what was seen while the image was served is not fetched again', async () => {
    const image = buildImage({ layers: [{ files: certificates }, { entries: [program] }, { files: { a: 'a' } }] });
    const layers = image.layers.map(describeBlob);
    const resolved = { reference: parseReference('app'), layers };
    const search = systemSearch(layers);
    for (const [index, layer] of layers.slice(0, 2).entries()) {
      const looking = search.begin(layer)!;
      await looking.write(Buffer.from(image.layers[index]!.bytes));
      await looking.end();
    }
    const fetched: string[] = [];
    const openBlob = (_: unknown, layer: { digest: string }) => {
      fetched.push(layer.digest);
      return client(image).openBlob(_, layer);
    };
    expect(await lacksSystem({ openBlob }, resolved, { search })).toBe(true);
    expect(fetched).toEqual([layers[2]?.digest]);
  });

  it('no system: once something is found, or where a system is known at the bottom, nobody looks', async () => {
    const image = buildImage({ layers: [{ files: debianFiles('12.1', []) }, { entries: [program] }] });
    const [bottom, upper] = image.layers.map(describeBlob);
    expect(systemSearch([bottom!, upper!], (digest) => digest === bottom!.digest).begin(upper!)).toBeUndefined();
    const search = systemSearch([bottom!, upper!], () => false);
    const looking = search.begin(bottom!)!;
    await looking.write(Buffer.from(image.layers[0]!.bytes));
    await looking.end();
    expect([search.begin(upper!), search.isBare(bottom!), search.isBare(upper!)]).toEqual([undefined, false, false]);
  });

  it('no system: a layer that cannot be fetched is the failure of the fetch', async () => {
    const failure = new DrydockError('registry_unavailable', 'gone');
    const failing = {
      openBlob: () =>
        new Readable({
          read() {
            this.destroy(failure);
          },
        }),
    };
    const image = { reference: parseReference('app'), layers: buildImage({ layers: [{}] }).layers.map(describeBlob) };
    await expect(lacksSystem(failing, image)).rejects.toBe(failure);
  });
});

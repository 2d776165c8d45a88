import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type AnalysisPlace, analysesOf } from '../../../functions/trivy/cache/analyses.ts';
import { sha256 } from '../../../sample/images/build-image.ts';
import { memoryAnalysisStore } from './memory-analysis-store.ts';

const day = 86_400_000;
const place: AnalysisPlace = { content: sha256(Buffer.from('layer')), kind: 'blob', id: sha256(Buffer.from('key')) };
const value = Buffer.from('{"SchemaVersion":2,"text":"ü\\n"}\n\nrest');

describe('kept analyses', () => {
  const open = (version = '0.68.2') => {
    const time = { now: 1_000 };
    const store = memoryAnalysisStore();
    const deps = { store, clock: () => time.now, lifeMs: 30 * day };
    return { time, store, analyses: analysesOf(version, deps), other: (name: string) => analysesOf(name, deps) };
  };

  it('analyses: come back as they were written, under a name of their digests', async () => {
    const { analyses, store } = open();
    expect(await analyses.read(place)).toBeUndefined();
    await analyses.write(place, value);
    expect((await analyses.read(place))!.value.equals(value)).toBe(true);
    expect([...store.objects.keys()]).toEqual([`${place.content.slice(7)}/blob-${place.id.slice(7)}`]);
  });

  it('analyses: the same key over another content, or of another kind, is another analysis', async () => {
    const { analyses } = open();
    await analyses.write(place, value);
    expect(await analyses.read({ ...place, content: sha256(Buffer.from('other')) })).toBeUndefined();
    expect(await analyses.read({ ...place, kind: 'artifact' })).toBeUndefined();
  });

  it('analyses: those of another Trivy are missing', async () => {
    const { analyses, other } = open();
    await analyses.write(place, value);
    expect(await other('0.69.1').read(place)).toBeUndefined();
  });

  it('analyses: are old when half of their life is over, until they are written again', async () => {
    const { analyses, time } = open();
    await analyses.write(place, value);
    time.now += 15 * day;
    expect(await analyses.read(place)).toMatchObject({ isOld: false });
    time.now += 1;
    expect(await analyses.read(place)).toMatchObject({ isOld: true });
    await analyses.write(place, value);
    expect(await analyses.read(place)).toMatchObject({ isOld: false });
  });

  it('analyses: whichever bit of one is flipped, it is never read as something else', async () => {
    const { analyses, store } = open();
    await analyses.write(place, value);
    const [[name, bytes]] = [...store.objects] as [[string, Buffer]];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      store.objects.set(name, damaged);
      const found = await analyses.read(place);
      if (found !== undefined) expect(found.value.equals(value)).toBe(true);
    }
  });

  it('analyses: what is cut, empty, no gzip, without header, or of another name is missing', async () => {
    const { analyses, store } = open();
    await analyses.write(place, value);
    const [[name, bytes]] = [...store.objects] as [[string, Buffer]];
    const whole = gunzipSync(bytes);
    const header = whole.toString().split('\n')[0]!;
    const altered = (alter: (text: string) => string): Buffer =>
      gzipSync(Buffer.concat([Buffer.from(alter(header)), whole.subarray(header.length)]));
    const damaged: Uint8Array[] = [
      bytes.subarray(0, bytes.length - 9),
      Buffer.alloc(0),
      whole,
      gzipSync(value),
      gzipSync('null\n'),
      altered((text) => text.replace('"format":1', '"format":2')),
      altered((text) => text.replace('"written":1000', '"written":"1000"')),
      altered((text) => text.replace('0.68.2', '0.68.3')),
      gzipSync(whole.subarray(0, -1)),
    ];
    for (const one of damaged) {
      store.objects.set(name, one);
      expect(await analyses.read(place)).toBeUndefined();
    }
    const elsewhere = { ...place, id: sha256(Buffer.from('elsewhere')) };
    store.objects.set(name.replace(place.id.slice(7), elsewhere.id.slice(7)), bytes);
    expect(await analyses.read(elsewhere)).toBeUndefined();
  });
});

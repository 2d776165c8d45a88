import { expect, it } from 'vitest';
import { digestFor, imageWorld, scannedImage } from './image-world.ts';

const analysisOf = (layers: number) => ({
  scanner: '0.68.2',
  artifact: digestFor('artifact'),
  blobs: Array.from({ length: layers }, (_, index) => ({ layer: digestFor(`l${index}`), key: digestFor(`k${index}`) })),
});

async function scanned(layers: number) {
  const world = imageWorld();
  world.script.scan = async () => ({ ...scannedImage(), analysis: analysisOf(layers) });
  const { scan } = await world.submit({});
  await world.run(world.rung.at(-1)!);
  const { result } = (await world.deps.scans.read('alice', scan.id))!;
  const [image] = await world.deps.images.read('alice', digestFor('library/nginx'));
  const history = await world.deps.images.history({ tenant: 'alice', digest: digestFor('library/nginx'), limit: 10 });
  return [result, image, ...history.results].map((kept) => kept?.analysis);
}

it('run: where the analyses of the layers lie is kept with the scan, its image and the history', async () => {
  expect(await scanned(3)).toEqual(Array(3).fill(analysisOf(3)));
});

it('run: the row of an image of very many layers stays small, without its analyses', async () => {
  expect(await scanned(127)).toEqual(Array(3).fill(analysisOf(127)));
  expect(await scanned(128)).toEqual([undefined, undefined, undefined]);
});

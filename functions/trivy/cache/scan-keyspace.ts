import { DrydockError } from '../../errors.ts';
import type { Timer } from '../timing.ts';
import type { Analyses, KeptAnalysis } from './analyses.ts';
import type { Keyspace } from './cache-server.ts';
import { namesSystem, sharedValue } from './layer-value.ts';
import { type AnalysedImage, type ImageIds, type ImagePlace, placeKeys } from './place-keys.ts';

export interface ScanKeyspace extends Keyspace {
  /**
   * Keeps what Trivy wrote about layers whose content was verified in this scan, and what was met in its old age. To be called when
   * the result of the scan is believed; until then nothing leaves this scan. Resolves with the ids when all of the image is kept now.
   */
  commit(isVerified: (digest: string) => boolean): Promise<ImageIds | undefined>;
  /** Whether a kept analysis that Trivy was given of a layer names an operating system; it asks for all of them before it fetches a layer. */
  hasSystem(layer: string): boolean;
}

export interface ScanKeyspaceOptions {
  /** what is kept is not used, only renewed */
  afresh: boolean;
  /** of one scan, bytes */
  mostBytes: number;
  /** what is not read by then is missing, milliseconds; Trivy waits for 3 s */
  readMs: number;
  timer: Timer;
  /** Told of every read or write that failed; the scan goes on without. */
  onFailure(error: unknown): void;
}

// Of Trivy's analyses there are rarely more than twenty, of a few kilobytes each.
const writesAtOnce = 16;

/** The cache that one scan of one image sees: what is kept about this very content, and what the scan itself wrote. */
export function scanKeyspace(analyses: Analyses, image: AnalysedImage, options: ScanKeyspaceOptions): ScanKeyspace {
  const { afresh, mostBytes, readMs, timer, onFailure } = options;
  const keys = placeKeys(image);
  const written = new Map<string, Buffer>();
  const read = new Map<string, Promise<KeptAnalysis | undefined>>();
  const systems = new Set<string>();
  let bytes = 0;

  const hold = (size: number): void => {
    bytes += size;
    if (bytes > mostBytes) throw new DrydockError('scanner_no_space', 'the analyses of one image are too large');
  };
  const load = async (place: ImagePlace): Promise<KeptAnalysis | undefined> => {
    try {
      const found = await inTime(timer, readMs, analyses.read(place));
      if (found === undefined) return undefined;
      hold(found.value.length);
      if (namesSystem(found.value)) systems.add(place.content);
      return found;
    } catch (error) {
      onFailure(error);
      return undefined;
    }
  };
  const keep = async (key: string, value: Buffer, isVerified: (digest: string) => boolean): Promise<void> => {
    const place = keys.place(key);
    if (place === undefined) return;
    if (place.kind === 'artifact') return analyses.write(place, value);
    if (!isVerified(place.content))
      throw new DrydockError('scanner_contract', 'a layer was analysed that was not read');
    await analyses.write(place, sharedValue(value, place.diffId!));
  };
  const renew = async (key: string, kept: Promise<KeptAnalysis | undefined>): Promise<void> => {
    const [place, found] = [keys.place(key), await kept];
    if (place !== undefined && found?.isOld && !written.has(key)) await analyses.write(place, found.value);
  };

  return {
    async get(key) {
      // Trivy asks again when it has analysed all, or when an answer was late: the same answer then.
      const place = keys.place(key);
      const own = written.get(key);
      if (own !== undefined || place === undefined || afresh) return own;
      const found = read.get(key) ?? load(place);
      read.set(key, found);
      return (await found)?.value;
    },
    async set(key, value) {
      hold(value.length);
      written.set(key, value);
    },
    hasSystem: (layer) => systems.has(layer),
    async commit(isVerified) {
      const ids = keys.ids();
      if (ids === undefined) return undefined;
      let isWhole = true;
      const tasks = [
        ...[...written].map(
          ([key, value]) =>
            () =>
              keep(key, value, isVerified),
        ),
        ...[...read].map(
          ([key, kept]) =>
            () =>
              renew(key, kept),
        ),
      ];
      const work = async (): Promise<void> => {
        for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
          await task().catch((error: unknown) => {
            isWhole = false;
            onFailure(error);
          });
        }
      };
      await Promise.all(Array.from({ length: writesAtOnce }, work));
      return isWhole ? ids : undefined;
    },
  };
}

function inTime<T>(timer: Timer, ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = new DrydockError('storage_unavailable', 'an analysis was not read in time');
    const callOff = timer(ms, () => reject(late));
    work.then(resolve, reject).finally(callOff);
  });
}

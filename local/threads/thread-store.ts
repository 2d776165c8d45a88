import { DrydockError } from '../../functions/errors.ts';
import type { ManifestScanStore, ScanLog } from '../../functions/scans/ports.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { type BufferedScanStore, type BufferRoom, bufferedScanStore } from '../table/buffered-scan-store.ts';
import { writerOfLines } from '../table/line-writer.ts';
import type { PortCalls } from './port-calls.ts';
import type { MainMethods } from './thread-messages.ts';

/** Records scans as the main thread does, through it. Reading is the main thread's. */
export function threadStore(main: PortCalls<MainMethods>, room: BufferRoom, log: ScanLog): BufferedScanStore {
  let backlog = 0;
  const writer = writerOfLines({
    async write(lines) {
      const outcome = await main.call('write', lines);
      backlog = outcome.backlog;
      return outcome;
    },
    settle: async () => {},
    backlog: () => backlog,
  });
  return bufferedScanStore(noReader, writer, { ...room, log, timer: systemTimer });
}

const refuse = (): Promise<never> =>
  Promise.reject(new DrydockError('internal', 'stored scans are read in the main thread'));
const noReader: ManifestScanStore = { record: refuse, read: refuse, list: refuse, remove: refuse };

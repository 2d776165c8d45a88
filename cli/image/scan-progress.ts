import type { Progress } from '../../functions/registry/transfers/transfers.ts';
import type { Terminal } from '../terminal.ts';

/** Told how a scan goes. */
export interface ScanProgress {
  phase(name: 'preparing' | 'analysing' | 'matching'): void;
  layers(count: number): void;
  bytes(progress: Progress): void;
}

const interval = 100;
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** One line on standard error, kept up to date where that is a terminal; `end` removes it. */
export const terminalProgress = (terminal: Terminal, isQuiet: boolean): ScanProgress & { end(): void } => {
  const isShown = terminal.isErrorTerminal && !isQuiet;
  let shownAt = Number.NEGATIVE_INFINITY;
  let name = '';
  let layers = '';
  let transfer: Progress | undefined;
  const show = (): void => {
    if (!isShown) return;
    shownAt = terminal.clock();
    const isPulling = name === 'analysing' && transfer !== undefined && transfer.done < transfer.total;
    const pulled = transfer && `${megabytes(transfer.done)} of ${megabytes(transfer.total)} MB`;
    const parts = [isPulling ? 'pulling' : name, layers, pulled].filter(Boolean);
    terminal.err(`\r\x1b[K${parts.join(', ')}`);
  };
  return {
    phase: (next) => {
      name = next;
      show();
    },
    layers: (count) => {
      layers = `${count} ${count === 1 ? 'layer' : 'layers'}`;
    },
    bytes: (progress) => {
      transfer = progress;
      const isDone = progress.done === progress.total;
      if (isDone || terminal.clock() - shownAt >= interval) show();
    },
    end: () => {
      if (isShown) terminal.err('\r\x1b[K');
    },
  };
};

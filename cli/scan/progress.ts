import type { Terminal } from '../terminal.ts';

const many = 100;
const interval = 100;

/** Tells on standard error how a scan of many files goes: in place on a terminal, else once at the end. */
export const progress = (terminal: Terminal): { step(count: number): void; end(failures: number): void } => {
  let shownAt = terminal.clock();
  let total = 0;
  let isShown = false;
  return {
    step: (count) => {
      total = count;
      const now = terminal.clock();
      if (!terminal.isErrorTerminal || now - shownAt < interval) return;
      shownAt = now;
      isShown = true;
      terminal.err(`\r${count} files scanned`);
    },
    end: (failures) => {
      if (isShown) terminal.err('\r\x1b[K');
      if (total >= many) terminal.err(`drydock: ${total} files scanned, ${failures} could not be read\n`);
    },
  };
};

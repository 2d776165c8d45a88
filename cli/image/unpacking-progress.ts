import type { TellUnpacking } from '../../local/npm-trivy/find-npm-trivy.ts';
import type { Terminal } from '../terminal.ts';

/** Tells on standard error that Trivy is unpacked: how far, where that is a terminal, otherwise once. */
export const unpackingProgress =
  (terminal: Pick<Terminal, 'err' | 'isErrorTerminal'>, isQuiet = false): TellUnpacking =>
  ({ version }, { done, total }) => {
    if (isQuiet) return;
    const text = `drydock: Trivy ${version} is unpacked for its first use`;
    if (!terminal.isErrorTerminal) {
      if (done === 0) terminal.err(`${text}\n`);
    } else if (done === total) terminal.err('\r\x1b[K');
    else terminal.err(`\r\x1b[K${text}: ${Math.floor((100 * done) / total)} %`);
  };

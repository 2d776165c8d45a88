import { writeFileSync } from 'node:fs';
import { plainText } from '../../functions/formats/plain-text.ts';
import { readFindings } from '../../functions/image/read-findings.ts';
import { viewFindings } from '../../functions/image/views.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { generationsIn } from '../../functions/trivy/database/generations.ts';
import { removeLeftovers } from '../../functions/trivy/job-directory.ts';
import { type ImageScanner, imageScanner } from '../../functions/trivy/scanner.ts';
import { readImageSettings } from '../../local/image-settings.ts';
import { openAnalyses } from '../../local/jobs/open-analyses.ts';
import { openClient } from '../../local/open-client.ts';
import { findInstalledTrivy, trivyDirectories } from '../../local/trivy-places.ts';
import type { Arguments } from '../arguments/parse.ts';
import { CommandError, type RunCommand } from '../command.ts';
import { endEarly } from '../image/end-early.ts';
import { type ImageOptions, readImageOptions } from '../image/image-options.ts';
import { renderImage } from '../image/render-image.ts';
import { type ScanImageResult, scanImage } from '../image/scan-image.ts';
import { scanOnServer } from '../image/scan-on-server.ts';
import { terminalProgress } from '../image/scan-progress.ts';
import { unpackingProgress } from '../image/unpacking-progress.ts';
import { fileError } from '../scan/file-error.ts';
import type { ServerAccess } from '../stored/ask-server.ts';
import { chooseDataDirectory } from '../stored/data-directory.ts';
import type { Terminal } from '../terminal.ts';

// What is missing on this machine is told before anything is fetched.
const openScanner = async (
  dataDirectory: string,
  terminal: Terminal,
  { isQuiet }: ImageOptions,
): Promise<ImageScanner> => {
  const directories = trivyDirectories(dataDirectory);
  const { databases, jobs } = directories;
  const { promoted } = generationsIn(databases);
  await promoted().catch((error: Error) => {
    throw new CommandError(`${error.message} (looked in ${databases})`, { cause: error });
  });
  await removeLeftovers(jobs);
  const binary = await findInstalledTrivy(terminal.environment, directories, unpackingProgress(terminal, isQuiet));
  return imageScanner({ binary, promoted, jobs });
};

// The scan stands; only the next one takes longer.
const tellOnce = (terminal: Terminal): ((error: unknown) => void) => {
  let isTold = false;
  return (error) => {
    if (!isTold) terminal.err(`drydock: ${plainText(String((error as Error).message))}: scans take longer\n`);
    isTold = true;
  };
};

// Whoever looks at the findings alone must not take an image that nothing is known of for a clean one.
const warn = ({ summary, label }: ScanImageResult, terminal: Terminal): void => {
  if (label !== undefined) terminal.err(`drydock: this database is no real one: ${plainText(label)}\n`);
  if (summary.verdict !== 'unknown') return;
  for (const { message } of summary.reasons) terminal.err(`drydock: not known to be clean: ${plainText(message)}\n`);
};

const write = (text: string, { output }: ImageOptions, terminal: Terminal): void => {
  if (output === '') {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw fileError(error, output);
  }
};

const scanHere = async (args: Arguments, terminal: Terminal, options: ImageOptions): Promise<ScanImageResult> => {
  const { environment } = terminal;
  const { reference, platform, credentials, timeout } = options;
  const dataDirectory = chooseDataDirectory(args, environment);
  const settings = readImageSettings(environment);
  const client = openClient(settings.privateRegistries);
  const scanner = await openScanner(dataDirectory, terminal, options);
  const analyses = openAnalyses({
    ...{ settings: settings.analyses, dataDirectory, clock: terminal.clock, timer: systemTimer },
    onFailure: tellOnce(terminal),
  });
  const progress = terminalProgress(terminal, options.isQuiet);
  return endEarly(timeout, (signal) =>
    scanImage(
      { client, scanner, seam: analyses.seam, clock: terminal.clock },
      { reference, platform, credentials, signal, progress },
    ),
  ).finally(async () => {
    progress.end();
    client.close();
    await analyses.sweep();
    await analyses.close();
  });
};

const scanThere = async (
  server: ServerAccess,
  terminal: Terminal,
  { reference, platform, credentials, timeout, isQuiet }: ImageOptions,
): Promise<ScanImageResult> => {
  const progress = terminalProgress(terminal, isQuiet);
  return endEarly(timeout, (signal) =>
    scanOnServer(server, { reference, platform, credentials, signal, progress }),
  ).finally(progress.end);
};

/** `drydock image`: 0, or `--exit-code` when findings remain after the filters; 1 when the image could not be scanned. */
export const image: RunCommand = async (args, terminal) => {
  const options = readImageOptions(args, terminal.environment);
  const { reference, platform, view, server } = options;
  const result = await (server ? scanThere(server, terminal, options) : scanHere(args, terminal, options));
  const findings = viewFindings(readFindings(result.report), view);
  const { digest, indexDigest, summary } = result;
  const scanned = { reference, platform, digest, indexDigest, summary, findings };
  write(await renderImage(scanned, result.report, options, terminal), options, terminal);
  warn(result, terminal);
  return findings.length > 0 ? options.exitCode : 0;
};

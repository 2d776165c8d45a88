/** What Trivy's log says about a scan and its report does not. */
export interface LogNotes {
  read(line: string): void;
  /** Trivy does not know the release of the system */
  isUnlisted(): boolean;
  /** the release of the package repositories, which Trivy goes by on Alpine: `edge` */
  repository(): string | undefined;
}

export function logNotes(): LogNotes {
  let unlisted = false;
  let repository: string | undefined;
  return {
    read(line) {
      unlisted ||= line.includes('This OS version is not on the EOL list');
      repository ??= /\[alpine\] Detecting vulnerabilities\.\.\.\s.*\brepository="([^"]+)"/.exec(line)?.[1];
    },
    isUnlisted: () => unlisted,
    repository: () => repository,
  };
}

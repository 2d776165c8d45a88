import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A temporary folder with these files, gone after the test. */
export const manifestFolder = (files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

/** A valid Pod; `privileged` makes its score negative, a service account positive. */
export const pod = (name: string, more: { privileged?: boolean; serviceAccount?: boolean } = {}): string =>
  `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
${more.serviceAccount ? '  serviceAccountName: runner\n' : ''}  containers:
  - name: web
    image: nginx
${more.privileged ? '    securityContext:\n      privileged: true\n' : ''}`;

export const brokenYaml = `${pod('first')}---\na: b: c\n`;

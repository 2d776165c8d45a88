import { chmod, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const tables = 'manifest/schema/data';

/**
 * Bundles the command line into a folder that needs nothing else to scan: `drydock.mjs`, what it loads lazily in
 * `chunks/`, and the schema tables where the chunks look for them, as in the source. Only `drydock http`, `list` and
 * `get` need packages beside it (the AWS SDK and dynalite).
 */
export const bundleCli = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      drydock: 'cli/main.ts',
      'chunks/table-worker': 'local/table/table-worker.ts',
      'chunks/http-thread': 'local/threads/http-thread.ts',
      'chunks/unpack-thread': 'local/npm-trivy/unpack-thread.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*', '@smithy/*', 'dynalite'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await cp(join(root, 'functions', tables), join(folder, tables), { recursive: true });
  await chmod(join(folder, 'drydock.mjs'), 0o755);
};

import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const tables = 'manifest/schema/data';

/** The functions of the stack: a handler each, and whether it answers HTTP requests. */
export const lambdas: Readonly<Record<string, { isHttp: boolean }>> = {
  manifest: { isHttp: true },
  api: { isHttp: true },
  authorizer: { isHttp: false },
  'scan-image': { isHttp: false },
  'plan-rescans': { isHttp: false },
  rematch: { isHttp: false },
  notify: { isHttp: false },
  alarm: { isHttp: false },
  sweep: { isHttp: false },
  bury: { isHttp: false },
  'refresh-database': { isHttp: false },
};

/**
 * Bundles the function of one handler into a folder that mirrors functions/, so that code finds the schema tables where it
 * finds them in the source. What a handler imports lazily stays a file of its own.
 */
export const bundleLambda = async (handler: string, folder: string): Promise<Metafile> => {
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/handlers/${handler}.ts`],
    outdir: join(folder, 'handlers'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  // Only what answers manifests reads them.
  if (lambdas[handler]?.isHttp) await cp(join(root, 'functions', tables), join(folder, tables), { recursive: true });
  return metafile;
};

import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const tables = 'manifest/schema/data';

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
  await cp(join(root, 'functions', tables), join(folder, tables), { recursive: true });
  return metafile;
};

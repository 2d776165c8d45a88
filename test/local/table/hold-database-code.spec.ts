import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { holdDatabaseCode } from '../../../local/table/hold-database-code.ts';

it("database code: LevelDB's native part is loaded in the thread that outlives the worker", () => {
  const isLoaded = (): boolean =>
    Object.keys(createRequire(import.meta.url).cache).some((file) => /classic-level.*\.node$/.test(file));
  expect(isLoaded()).toBe(false);
  holdDatabaseCode();
  expect(isLoaded()).toBe(true);
});

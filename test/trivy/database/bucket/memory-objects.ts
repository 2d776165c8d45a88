import type { DatabaseObjects } from '../../../../functions/trivy/database/ports.ts';

/** A bucket in memory that tells what was read. */
export function memoryObjects() {
  const objects = new Map<string, Uint8Array>();
  const readKeys: string[] = [];
  const port: DatabaseObjects = {
    async read(key) {
      readKeys.push(key);
      return objects.get(key);
    },
    put: async (key, bytes) => void objects.set(key, bytes),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)),
    async remove(keys) {
      for (const key of keys) objects.delete(key);
    },
  };
  return { ...port, objects, readKeys };
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { broken } from '../broken.ts';
import type { Generation } from '../generation.ts';
import { isGenerationId } from '../generations.ts';
import { changesFile, type KeptChanges, withOldChanges } from '../kept-changes.ts';
import { databaseFiles, javaFiles } from '../layout.ts';
import type { DatabaseObjects } from '../ports.ts';
import { type PackedFile, packFile } from './packed-file.ts';

/** A generation as the bucket holds it; written last, so that it names nothing that is not there. */
export interface PackedGeneration {
  generation: Generation;
  database: PackedFile;
  /** text of db/metadata.json */
  metadata: string;
  java?: { database: PackedFile; metadata: string };
}

export const generationsPrefix = 'database/generations/';
const changesPrefix = 'database/changes/';
const prefixOf = (id: string): string => `${generationsPrefix}${id}/`;
const changesOf = (id: string): string => `${changesPrefix}${id}.json`;
const descriptionOf = (id: string): string => `${prefixOf(id)}generation.json`;

/** Where the parts of a file of this generation begin. */
export const partsOf = (id: string, name: string): string => `${prefixOf(id)}${name}`;

/** The id of the generation that an object belongs to. */
export const idOf = (key: string): string => key.slice(generationsPrefix.length).split('/', 1)[0]!;

export async function storeGeneration(
  objects: DatabaseObjects,
  directory: string,
  generation: Generation,
): Promise<void> {
  const { id } = generation;
  const pack = async ([[folder, name], [, metadata]]: typeof databaseFiles | typeof javaFiles) => ({
    database: await packFile(objects, join(directory, folder, name), partsOf(id, name)),
    metadata: await readFile(join(directory, folder, metadata), 'utf8'),
  });
  const packed: PackedGeneration = {
    generation,
    ...(await pack(databaseFiles)),
    ...(generation.java !== undefined && { java: await pack(javaFiles) }),
  };
  const changes = join(directory, changesFile);
  if (existsSync(changes)) await objects.put(changesOf(id), await readFile(changes));
  await objects.put(descriptionOf(id), Buffer.from(JSON.stringify(packed)));
}

/** Undefined when there is none. Rejects with `database_broken`. */
export async function readGeneration(objects: DatabaseObjects, id: string): Promise<PackedGeneration | undefined> {
  return isGenerationId(id) ? readJson(objects, descriptionOf(id)) : undefined;
}

/** As it was noted when the generation was taken in; undefined when it was not. Rejects with `database_broken`. */
export async function readChanges(objects: DatabaseObjects, id: string): Promise<KeptChanges | undefined> {
  return isGenerationId(id) ? readJson(objects, changesOf(id)) : undefined;
}

/** Changes of generations are kept longer than these, but not for ever. */
export async function removeOldChanges(objects: DatabaseObjects): Promise<void> {
  const keys = await objects.list(changesPrefix);
  const ids = keys.map((key) => basename(key, '.json'));
  await objects.remove(withOldChanges(ids).map(changesOf));
}

export async function readJson<T>(objects: Pick<DatabaseObjects, 'read'>, key: string): Promise<T | undefined> {
  const bytes = await objects.read(key);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as T;
  } catch (cause) {
    throw broken('what is said about it cannot be read', cause);
  }
}

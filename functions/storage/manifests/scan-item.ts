import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ManifestScan, ScannedObject } from '../../scans/ports.ts';
import { refuseEmptyKeys } from '../table/table-keys.ts';
import { type ObjectRow, rowOfObject, scannedObject } from './object-row.ts';
import {
  listingPartition,
  objectPartition,
  objectSort,
  positionOf,
  scanPartition,
  scanSort,
  shardOf,
} from './scan-keys.ts';

export type Item = Record<string, AttributeValue>;

/** Version of the shapes written here. */
const scanVersion = 1;
/** A scan is found under so many different objects; with the scan they fill one BatchWriteItem. */
const listedObjects = 25;

/** The item that is the scan. */
export function scanItem(scan: ManifestScan): Item {
  const position = positionOf(scan);
  return refuseEmptyKeys({
    pk: text(scanPartition(scan.tenant, scan.id)),
    sk: text(scanSort),
    gsi1pk: text(objectPartition(scan.tenant, scan.objects[0]?.object ?? '')),
    gsi1sk: text(position),
    gsi2pk: text(listingPartition(scan.tenant, shardOf(scan.id))),
    gsi2sk: text(position),
    ttl: whole(scan.expires),
    v: whole(scanVersion),
    tenant: text(scan.tenant),
    id: text(scan.id),
    documents: whole(scan.documents),
    objects: text(JSON.stringify(scan.objects.map(rowOfObject))),
    invalid: whole(scan.invalid),
    lowestScore: whole(scan.lowestScore),
    count: whole(scan.count),
    firstSeen: whole(scan.firstSeen),
    lastSeen: whole(scan.lastSeen),
    engine: text(scan.engine),
    kubernetesVersion: text(scan.kubernetesVersion),
    options: text(scan.options),
  });
}

/** The small items by which a scan of several objects is found under the others. */
export function pointerItems(scan: ManifestScan): Item[] {
  if (scan.objects.length < 2) return [];
  const names = [...new Set(scan.objects.map(({ object }) => object))];
  return names.slice(1, listedObjects).map((object, index) =>
    refuseEmptyKeys({
      pk: text(scanPartition(scan.tenant, scan.id)),
      sk: text(objectSort(index + 1)),
      gsi1pk: text(objectPartition(scan.tenant, object)),
      gsi1sk: text(positionOf(scan)),
      ttl: whole(scan.expires),
      v: whole(scanVersion),
      id: text(scan.id),
    }),
  );
}

/** The scan in an item; undefined for an item of an unknown version or one that lacks something. */
export function readScanItem(item: Item): ManifestScan | undefined {
  if (item.v?.N !== String(scanVersion)) return undefined;
  const objects = readObjects(item.objects?.S);
  const numbers = ['documents', 'invalid', 'lowestScore', 'count', 'firstSeen', 'lastSeen', 'ttl'].map((name) =>
    Number(item[name]?.N),
  );
  const texts = ['tenant', 'id', 'engine', 'kubernetesVersion', 'options'].map((name) => item[name]?.S);
  const isWhole = numbers.every(Number.isFinite) && texts.every((value) => value !== undefined);
  if (objects === undefined || !isWhole) return undefined;
  const [documents, invalid, lowestScore, count, firstSeen, lastSeen, expires] = numbers as Seven;
  const [tenant, id, engine, kubernetesVersion, options] = texts as Five;
  return {
    ...{ tenant, id, documents, objects, invalid, lowestScore, count, firstSeen, lastSeen, expires },
    ...{ engine, kubernetesVersion, options },
  };
}

type Seven = [number, number, number, number, number, number, number];
type Five = [string, string, string, string, string];

const text = (value: string): AttributeValue => ({ S: value });
const whole = (value: number): AttributeValue => ({ N: String(value) });

function readObjects(json: string | undefined): ScannedObject[] | undefined {
  if (json === undefined) return undefined;
  try {
    return (JSON.parse(json) as ObjectRow[]).map(scannedObject);
  } catch {
    return undefined;
  }
}

import type { ManifestScan } from '../../functions/scans/ports.ts';
import { type ObjectRow, rowOfObject, scannedObject } from '../../functions/storage/manifests/object-row.ts';

type Line = [
  tenant: string,
  id: string,
  documents: number,
  objects: ObjectRow[],
  invalid: number,
  lowestScore: number,
  count: number,
  firstSeen: number,
  lastSeen: number,
  expires: number,
  engine: string,
  kubernetesVersion: string,
  options: string,
];

/** A scan as one line of text, half as long as its JSON object: what threads send each other and the journal holds. */
export function lineOfScan(scan: ManifestScan): string {
  const line: Line = [
    scan.tenant,
    scan.id,
    scan.documents,
    scan.objects.map(rowOfObject),
    scan.invalid,
    scan.lowestScore,
    scan.count,
    scan.firstSeen,
    scan.lastSeen,
    scan.expires,
    scan.engine,
    scan.kubernetesVersion,
    scan.options,
  ];
  return JSON.stringify(line);
}

/** Throws what JSON.parse throws. */
export function scanOfLine(text: string): ManifestScan {
  const line: Line = JSON.parse(text);
  return {
    tenant: line[0],
    id: line[1],
    documents: line[2],
    objects: line[3].map(scannedObject),
    invalid: line[4],
    lowestScore: line[5],
    count: line[6],
    firstSeen: line[7],
    lastSeen: line[8],
    expires: line[9],
    engine: line[10],
    kubernetesVersion: line[11],
    options: line[12],
  };
}

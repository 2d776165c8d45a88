import type { ImageScan } from '../../scans/image/image-scan.ts';
import type { Item } from '../manifests/scan-item.ts';
import { scanPartition, scanSort, shardOf } from '../manifests/scan-keys.ts';
import { jsonItem } from '../table/json-item.ts';
import {
  duePartition,
  dueShardOf,
  dueSort,
  imageScansPartition,
  repositoryPartition,
  repositoryScans,
  submittedSort,
} from './image-scan-keys.ts';

/** The item that is an image scan. */
export const imageScanItem = (scan: ImageScan): Item =>
  jsonItem(
    {
      pk: scanPartition(scan.tenant, scan.id),
      sk: scanSort,
      gsi1pk: repositoryPartition(scan.tenant, scan.repository),
      gsi1sk: repositoryScans + submittedSort(scan),
      gsi2pk: imageScansPartition(scan.tenant, shardOf(scan.id)),
      gsi2sk: submittedSort(scan),
      ...(scan.due !== undefined && { gsi3pk: duePartition(dueShardOf(scan.id)), gsi3sk: dueSort(scan.due, scan) }),
      ttl: scan.expires,
      fence: scan.fence,
    },
    scan,
  );

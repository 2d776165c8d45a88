import { embeddedTable } from '../../../local/table/embedded-table.ts';
import { idFor, noon, sampleScan } from '../../contract/sample-scan.ts';

// Says how many sightings it is about to have recorded, records them, and how many of all are written; until somebody kills it.
const [directory = '', life = ''] = process.argv.slice(2);
const table = await embeddedTable({ directory, clock: () => noon, log: { warn: console.error } });
const round = 50;

for (let recorded = round; ; recorded += round) {
  console.log(JSON.stringify({ recorded, written: table.counts().written }));
  for (let index = 0; index < round; index += 1) {
    const lastSeen = noon + Number(life) * 100_000 + recorded + index;
    await table.store.record(sampleScan({ id: idFor(`scan ${index % 40}`), lastSeen }));
  }
  // Now and then a reader, so that kills meet the table at work as well as the journal.
  if (recorded % 200 === 0) await table.store.read('default', idFor('scan 0'));
  else await new Promise(setImmediate);
}

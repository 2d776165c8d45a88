import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { dynamoImageScanStore } from '../../functions/storage/images/dynamo-image-scan-store.ts';
import { readImageSettings } from '../../local/image-settings.ts';
import { openStorage } from '../../local/open-storage.ts';
import { startServer } from '../../local/server.ts';
import { sampleReportJson } from '../image/sample-report.ts';
import { openImageRoom, submit } from './image-room.ts';
import { silentLog } from './silent-log.ts';

it('start: on a busy port it begins nothing of what an earlier process left', async () => {
  const room = await openImageRoom();
  const { directory, host } = room;
  room.trivy({ report: sampleReportJson([{ packages: 1 }]) });
  await room.importDatabase();
  room.trivy({ hangs: true });
  await submit((await room.start()).url, `${host}/debian`);
  await room.stop();
  const rows = async () => {
    const storage = await openStorage({ directory }, Date.now, silentLog);
    const { client, table } = storage.table;
    const { scans } = await dynamoImageScanStore(client, table, Date.now).list({ tenant: 'default', limit: 10 });
    await storage.close();
    return scans;
  };
  const before = await rows();
  expect(before).toMatchObject([{ status: 'queued' }]);

  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const start = startServer({
    ...{ host: '127.0.0.1', port, settings: readSettings({}), storage: { directory }, log: silentLog },
    images: readImageSettings({ TRIVY_BIN: room.program }),
  });
  await expect(start).rejects.toThrow(/is in use: stop what listens there/);
  expect(await rows()).toEqual(before);

  await room.start();
  await room.stop();
  expect(await rows()).not.toEqual(before);
});

import { describe, expect, it } from 'vitest';
import { anonymousPrincipal, localPrincipal, type Principal } from '../../functions/access/principal.ts';
import { deleteScan, listScans, readScan } from '../../functions/scans/read-scans.ts';
import { boundedName } from '../../functions/scans/summarize-reports.ts';
import { idFor, noon, sampleObject, sampleScan } from '../contract/sample-scan.ts';
import { memoryScanStore } from './memory-scan-store.ts';

const reader: Principal = { tenant: 'default', subject: 'key', scopes: ['report:read'] };
const stranger: Principal = { tenant: 'other', subject: 'key', scopes: ['admin'] };

async function withScans(count = 3) {
  const store = memoryScanStore();
  for (let index = 0; index < count; index += 1) {
    await store.record(sampleScan({ id: idFor(`scan ${index}`), lastSeen: noon + index }));
  }
  return { store, deploymentKey: Buffer.from('key') };
}

describe('stored scans', () => {
  it('stored scans: who may read reads, who may delete deletes', async () => {
    const deps = await withScans();
    expect(await readScan(deps, reader, idFor('scan 1'))).toMatchObject({ id: idFor('scan 1') });
    await expect(deleteScan(deps, reader, idFor('scan 1'))).rejects.toMatchObject({ code: 'forbidden' });
    await deleteScan(deps, localPrincipal, idFor('scan 1'));
    await expect(readScan(deps, reader, idFor('scan 1'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteScan(deps, localPrincipal, idFor('scan 1'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stored scans: an anonymous caller sees none of them', async () => {
    const deps = await withScans();
    const refused = expect.objectContaining({ code: 'unauthenticated' });
    await expect(readScan(deps, anonymousPrincipal, idFor('scan 1'))).rejects.toEqual(refused);
    await expect(listScans(deps, anonymousPrincipal, {})).rejects.toEqual(refused);
    await expect(deleteScan(deps, anonymousPrincipal, idFor('scan 1'))).rejects.toEqual(refused);
  });

  it('stored scans: another tenant’s scan is answered like one that does not exist', async () => {
    const deps = await withScans();
    const foreign = await readScan(deps, stranger, idFor('scan 1')).catch((error) => error);
    const absent = await readScan(deps, stranger, idFor('absent')).catch((error) => error);
    expect(foreign.code).toBe('not_found');
    expect(foreign.message.replace(idFor('scan 1'), '')).toBe(absent.message.replace(idFor('absent'), ''));
    await expect(deleteScan(deps, stranger, idFor('scan 1'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await listScans(deps, stranger, {})).toEqual({ scans: [] });
  });

  it('stored scans: a text that is no id is not found, and not repeated to the caller', async () => {
    const deps = await withScans();
    for (const id of ['', '../x', '<script>', idFor('scan 1').toUpperCase()]) {
      const refused = { code: 'not_found', message: 'there is no scan of that id' };
      await expect(readScan(deps, reader, id)).rejects.toMatchObject(refused);
      await expect(deleteScan(deps, localPrincipal, id)).rejects.toMatchObject(refused);
    }
  });

  it('stored scans: cursors lead through all pages and end', async () => {
    const deps = await withScans(5);
    const first = await listScans(deps, reader, { limit: 2 });
    const second = await listScans(deps, reader, { limit: 2, cursor: first.cursor });
    const third = await listScans(deps, reader, { limit: 2, cursor: second.cursor });
    const ids = [first, second, third].flatMap(({ scans }) => scans.map(({ id }) => id));
    expect(ids).toEqual([4, 3, 2, 1, 0].map((index) => idFor(`scan ${index}`)));
    expect(third.cursor).toBeUndefined();
  });

  it('stored scans: a cursor of another tenant or another listing is refused', async () => {
    const deps = await withScans();
    const { cursor } = await listScans(deps, reader, { limit: 1 });
    await expect(listScans(deps, stranger, { limit: 1, cursor })).rejects.toMatchObject({ code: 'bad_cursor' });
    const other = { limit: 1, cursor, object: 'Pod/web.default' };
    await expect(listScans(deps, reader, other)).rejects.toMatchObject({ code: 'bad_cursor' });
  });

  it('stored scans: 20 are listed unless asked otherwise, and no other limit than 1 to 100 is taken', async () => {
    const deps = await withScans(25);
    expect((await listScans(deps, reader, {})).scans).toHaveLength(20);
    expect((await listScans(deps, reader, { limit: 100 })).scans).toHaveLength(25);
    for (const limit of [0, -1, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(listScans(deps, reader, { limit })).rejects.toMatchObject({ code: 'bad_request' });
    }
  });

  it('stored scans: an object is found by its whole name, however long', async () => {
    const deps = await withScans();
    const name = `Pod/${'x'.repeat(5_000)}.default`;
    await deps.store.record(sampleScan({ id: idFor('long'), objects: [sampleObject(boundedName(name))] }));
    const ids = async (object: string) => (await listScans(deps, reader, { object })).scans.map(({ id }) => id);
    expect(await ids(name)).toEqual([idFor('long')]);
    expect(await ids(`${name}x`)).toEqual([]);
  });
});

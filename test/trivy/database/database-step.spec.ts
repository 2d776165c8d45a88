import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reliance } from '../../../functions/image/reliance/reliance.ts';
import { relianceOf } from '../../../functions/image/reliance/reliance.ts';
import { bucketGenerations } from '../../../functions/trivy/database/bucket/bucket-generations.ts';
import { databaseCommands } from '../../../functions/trivy/database/database-commands.ts';
import { databaseSteps } from '../../../functions/trivy/database/database-step.ts';
import type { Generations } from '../../../functions/trivy/database/generations.ts';
import { sampleReport } from '../../image/sample-report.ts';
import { memoryObjects } from './bucket/memory-objects.ts';
import { openRoom, type Room } from './room.ts';
import { sampleAdvisories } from './sample-advisories.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const at = (hours: number) => ({ updatedAt: new Date(start + hours * 3_600_000) });

/** Of an image of Debian with packages `package-0`, …; one of them has a finding. */
const reliance: Reliance = relianceOf(
  sampleReport([{ packages: 3, vulnerabilities: [{ id: 'CVE-2023-5363', severity: 'HIGH' }] }]),
)!;
const withAdvisory = (name: string) => ({
  packages: {
    ...sampleAdvisories.packages,
    'debian 12': { ...sampleAdvisories.packages['debian 12'], [name]: { 'CVE-2023-0464': { FixedVersion: '9' } } },
  },
});

describe.each<[string, (room: Room) => () => Generations]>([
  ['a directory', (room) => () => room.generations],
  [
    'a bucket',
    (room) => {
      const objects = memoryObjects();
      return () => bucketGenerations(objects, mkdtempSync(join(room.directory, 'machine-')));
    },
  ],
])('steps between generations in %s', (_, open) => {
  let room: Room;
  let generations: () => Generations;
  let take: (name: string, advisories: object) => Promise<string>;
  beforeEach(() => {
    room = openRoom(start);
    generations = open(room);
    const { canary, source } = room;
    take = async (name, advisories) => {
      const jobs = join(room.directory, 'jobs');
      const deps = { generations: generations(), canary, source, jobs, clock: () => start };
      return (await databaseCommands(deps).importFrom(room.database(name, advisories))).id;
    };
  });
  afterEach(() => room.remove());

  it('step: tells whether what is new touches a result, and in the other direction, too', async () => {
    const first = await take('a', at(0));
    const second = await take('b', { ...at(1), ...withAdvisory('curl') });
    const third = await take('c', { ...at(2), ...withAdvisory('package-1') });
    const step = databaseSteps(generations());
    const forth = await step(second, third);
    expect([forth?.touches(reliance), forth?.updatedAt]).toEqual([true, at(2).updatedAt.toISOString()]);
    const back = await step(third, second);
    expect([back?.touches(reliance), back?.updatedAt]).toEqual([true, at(1).updatedAt.toISOString()]);
    expect((await step(first, second))?.touches(reliance)).toBe(false);
    expect(await step(third, third)).toBeUndefined();
    expect(await step('../../etc', 'x')).toBeUndefined();
  });

  it('step: leads over generations that are long gone, and is touched where one of the steps is', async () => {
    const ids: string[] = [];
    for (const [hours, name] of ['curl', 'git', 'package-1', 'perl', 'zlib'].entries()) {
      ids.push(await take(name, { ...at(hours), ...withAdvisory(name) }));
    }
    const step = databaseSteps(generations());
    const touched = async (from: number, to: number) => (await step(ids[from]!, ids[to]!))?.touches(reliance);
    expect([await touched(0, 1), await touched(0, 4), await touched(4, 0)]).toEqual([false, true, true]);
    expect([await touched(2, 4), await touched(3, 4), await touched(4, 3)]).toEqual([true, false, false]);
    expect(await step(ids[3]!, ids[0]!)).toMatchObject({ updatedAt: at(0).updatedAt.toISOString() });
  });

  it('step: leads from a generation that was gone back from to the one that came instead', async () => {
    await take('a', at(0));
    const left = await take('b', { ...at(1), ...withAdvisory('curl') });
    await generations().rollback();
    const instead = await take('c', { ...at(2), ...withAdvisory('git') });
    const step = await databaseSteps(generations())(left, instead);
    expect([step?.touches(reliance), step?.updatedAt]).toEqual([false, at(2).updatedAt.toISOString()]);
  });

  it('step: a reader that failed asks again', async () => {
    const ids = [await take('a', at(0)), await take('b', at(1))] as const;
    let fails = true;
    const { changes } = generations();
    const step = databaseSteps({
      changes: async (id) => {
        if (fails) throw new Error('unreachable');
        return changes(id);
      },
    });
    await expect(step(...ids)).rejects.toThrow('unreachable');
    fails = false;
    expect(await step(...ids)).toBeDefined();
  });
});

describe('changes of a database', () => {
  it('changes: a database is taken in, too, when the one before is gone or damaged', async () => {
    const room = openRoom(start);
    const first = await room.commands.importFrom(room.database('a', at(0)));
    const { directory } = await room.generations.promoted();
    writeFileSync(join(directory, 'db', 'trivy.db'), 'no database');
    const second = await room.commands.importFrom(room.database('b', at(1)));
    expect(await databaseSteps(room.generations)(first.id, second.id)).toBeUndefined();
    rmSync((await room.generations.promoted()).directory, { recursive: true });
    await room.commands.importFrom(room.database('c', at(2)));
    const files = readdirSync((await room.generations.promoted()).directory);
    expect(files).not.toContain('changes.json');
    room.remove();
  });
});

import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal, type ScanJournal } from '../../../local/table/scan-journal.ts';
import { lineOfScan } from '../../../local/table/scan-line.ts';
import { idFor, noon, sampleScan } from '../../contract/sample-scan.ts';

let directory = '';
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'drydock-')), 'journal');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const scan = (name: string) => sampleScan({ id: idFor(name) });
const line = (name: string): string => lineOfScan(scan(name));
const read = (journal: ScanJournal, segment: number) => [...journal.readSegment(segment)].flat();

describe('scan journal', () => {
  it('scan journal: what was appended is read by the next process, segment by segment', () => {
    const first = openJournal(directory, noon);
    first.append(`${line('a')}\n${line('b')}`);
    first.rotate();
    first.append(line('c'));
    const second = openJournal(directory, noon);
    expect(second.left.map((segment) => read(second, segment))).toEqual([[scan('a'), scan('b')], [scan('c')]]);
  });

  it('scan journal: numbers of segments only grow, also when the clock was set back', () => {
    const first = openJournal(directory, noon);
    first.rotate();
    const { segment } = first;
    const second = openJournal(directory, 0);
    expect(second.segment).toBeGreaterThan(segment);
    second.drop(second.segment);
    expect(openJournal(directory, 0).segment).toBeGreaterThan(second.segment);
  });

  it('scan journal: dropping deletes the segments up to a number and never the one in use', () => {
    const journal = openJournal(directory, noon);
    journal.append(line('a'));
    const old = journal.segment;
    journal.rotate();
    journal.append(line('b'));
    journal.drop(old);
    expect(readdirSync(directory)).toEqual([`${journal.segment}.ndjson`]);
    journal.drop(journal.segment);
    expect(read(journal, journal.segment)).toEqual([scan('b')]);
  });

  it('scan journal: a last line torn by a kill is left out, the lines before it stay', () => {
    const journal = openJournal(directory, noon);
    journal.append(line('a'));
    appendFileSync(join(directory, `${journal.segment}.ndjson`), line('b').slice(0, 40));
    expect(read(openJournal(directory, noon), journal.segment)).toEqual([scan('a')]);
  });

  it('scan journal: a line that the disk has spoiled is left out, the lines around it stay', () => {
    const journal = openJournal(directory, noon);
    journal.append(['[', line('a'), '\0\0', '{}', line('b')].join('\n'));
    expect(read(openJournal(directory, noon), journal.segment)).toEqual([scan('a'), scan('b')]);
  });

  it('scan journal: an append the disk refuses throws and changes nothing', () => {
    const journal = openJournal(directory, noon);
    journal.append(line('a'));
    journal.close();
    expect(() => journal.append(line('b'))).toThrow();
    expect(read(openJournal(directory, noon), journal.segment)).toEqual([scan('a')]);
  });

  it('scan journal: files are readable by their owner only, and foreign files are let alone', () => {
    const journal = openJournal(directory, noon);
    appendFileSync(join(directory, 'README'), 'mine');
    journal.rotate();
    journal.drop(journal.segment);
    expect(readdirSync(directory)).toContain('README');
    expect(statSync(join(directory, `${journal.segment}.ndjson`)).mode & 0o777).toBe(0o600);
  });
});

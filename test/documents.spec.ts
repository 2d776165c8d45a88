import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allSpecs } from '../cli/commands/specs.ts';

const pages = [
  ...readdirSync('.'),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'));
const textOf = (page: string): string => readFileSync(page, 'utf8');

// GitHub's way of making an anchor of a heading.
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

describe('documents', () => {
  it('links: every one inside the repository leads to a file, and its anchor to a heading', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(([, path, anchor]) => {
        const target = path === '' ? page : join(dirname(page), path!);
        if (!existsSync(target)) return [`${page}: ${path}`];
        const isMissing = anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
        return isMissing ? [`${page}: ${path}#${anchor}`] : [];
      }),
    );
    expect(pages.length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });

  it('command line: every command and every flag of it is described', () => {
    const page = textOf('docs/command-line.md');
    const headings = [...page.matchAll(/^## drydock (.+)$/gm)].flatMap(([, names]) => names!.match(/[\w-]+/g));
    const flags = allSpecs.flatMap(({ flags }) => flags.map(({ name }) => `--${name}`));
    expect(allSpecs.map(({ name }) => name).filter((name) => !headings.includes(name))).toEqual([]);
    expect(flags.filter((flag) => !page.includes(`${flag}\``) && !page.includes(`${flag} `))).toEqual([]);
  });

  it('commands: every npm script that a page names exists', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = pages.flatMap((page) => [...textOf(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!));
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('faults: every row of the page names specs that have a test of its number', () => {
    const rows = [...textOf('docs/faults.md').matchAll(/^\| ([FS]\d+) \|.*\| (.*) \|$/gm)];
    const missing = rows.flatMap(([, number, where]) =>
      [...where!.matchAll(/`([\w/.-]+\.spec\.ts)`/g)].flatMap(([, spec]) => {
        const path = join('test', spec!);
        const isThere = existsSync(path) && new RegExp(`\\b${number}\\b`).test(textOf(path));
        return isThere ? [] : [`${number}: ${spec}`];
      }),
    );
    expect(rows.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});

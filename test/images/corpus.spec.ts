import { describe, expect, it } from 'vitest';
import { hasDistribution } from '../registry/distribution.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { corpus } from './corpus.ts';
import { contentOf, readExpected } from './expected-findings.ts';
import { scanCorpus } from './scan-corpus.ts';

const expected = readExpected();
const withoutFindings = ['scratch', 'patched', 'debian-7', 'unknown-os'];

describe('the corpus of images', () => {
  it('corpus: every image has the content that its findings were recorded of', () => {
    const contents = Object.entries(corpus).map(([name, image]) => [name, contentOf(image)]);
    const recorded = Object.entries(expected).map(([name, { content }]) => [name, content]);
    expect(Object.fromEntries(contents)).toEqual(Object.fromEntries(recorded));
  });

  it('corpus: something is found in every image that is to be vulnerable, and nothing in the others', () => {
    const clean = Object.keys(expected).filter((name) => expected[name]!.findings.length === 0);
    expect(clean.toSorted()).toEqual(withoutFindings.toSorted());
  });

  it('corpus: of two layers, what the upper one took away is not there', () => {
    expect(expected.whiteouts!.packages).toEqual(['requests 2.30.0']);
    expect(expected.opaque!.packages).toEqual(['minimist 1.2.5']);
  });

  it.skipIf(realTrivy === undefined || !hasDistribution)(
    'corpus: the real Trivy finds what was recorded',
    async () => {
      expect(await scanCorpus(realTrivy!.path)).toEqual(expected);
    },
    120_000,
  );
});

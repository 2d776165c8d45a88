import { describe, expect, test } from 'vitest';
import { ruleHelp } from '../../functions/formats/rule-help.ts';
import { planRules } from '../../functions/manifest/rule-plan.ts';
import { allRules } from '../../functions/manifest/rules/all.ts';
import { scoreDocument } from '../../functions/manifest/score.ts';
import { readYaml } from '../../functions/manifest/yaml/read.ts';
import { report } from './reports.ts';

const indent = (text: string): string => text.replace(/^/gm, '  ');

/** A manifest of a kind the rule looks at, with the example in its place. */
const manifestWith = (example: string, kind: string): string => {
  const body = example.startsWith('containers:') ? `spec:\n${indent(example)}` : example;
  return `kind: ${kind}\n${body.includes('containers:') || kind !== 'Pod' ? body : `${body}\n  containers: [{ name: app }]`}\n`;
};

describe('rule help', () => {
  test.each(allRules.map((rule) => [rule.id, rule] as const))(
    'rule help: %s has a title, a page to read and an example that does what the rule asks for',
    (id, rule) => {
      const help = ruleHelp(id)!;
      expect(help.title.length).toBeLessThan(40);
      expect(new URL(help.uri).host).toBe('kubernetes.io');
      const value = readYaml(Buffer.from(manifestWith(help.example, rule.kinds[0]!)));
      const scored = report({ scoring: {}, message: '', score: 0 });
      scoreDocument(scored, value, planRules({ rules: [id], profile: 'kubesec' }));
      const { critical = [], passed = [] } = scored.scoring;
      expect(critical).toEqual([]);
      expect(passed.map((finding) => finding.id)).toEqual(rule.points > 0 ? [id] : []);
    },
  );

  test('rule help: an unknown rule has none', () => {
    expect(ruleHelp('toString')).toBeUndefined();
  });
});

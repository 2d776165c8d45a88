import { quoteJson } from '../../functions/manifest/quote-json.ts';
import type { RuleRow } from './rule-rows.ts';

const ruleJson = ({ id, selector, reason, kinds, points, advise }: RuleRow): string => `  {
    "id": ${quoteJson(id)},
    "selector": ${quoteJson(selector)},
    "reason": ${quoteJson(reason)},
    "kinds": [
${kinds.map((kind) => `      ${quoteJson(kind)}`).join(',\n')}
    ],
    "points": ${points},
    "advise": ${advise}
  }`;

/** Rules as kubesec's JSON, without a newline at the end. */
export const rulesJson = (rows: readonly RuleRow[]): string => `[\n${rows.map(ruleJson).join(',\n')}\n]`;

import { quoteJson, utf8Length } from './quote-json.ts';
import type { Finding, Report } from './report.ts';

/** A piece of the answer and the bytes it takes as UTF-8. */
export interface RenderedReport {
  json: string;
  bytes: number;
}

const renderFinding = ({ id, selector, reason, points }: Finding): string => `        {
          "id": ${quoteJson(id)},
          "selector": ${quoteJson(selector)},
          "reason": ${quoteJson(reason)},
          "points": ${points}
        }`;

/** Renders reports as kubesec's JSON does inside its array. Keeps the text of each finding, of which there is one a rule. */
export const reportRenderer = (): ((report: Report) => RenderedReport) => {
  const rendered = new Map<Finding, RenderedReport>();
  const findingText = (finding: Finding): RenderedReport => {
    let text = rendered.get(finding);
    if (text === undefined) {
      const json = renderFinding(finding);
      text = { json, bytes: utf8Length(json) };
      rendered.set(finding, text);
    }
    return text;
  };
  return ({ object, valid, fileName, message, score, scoring }) => {
    const head = `  {
    "object": ${quoteJson(object)},
    "valid": ${valid},
    "fileName": ${quoteJson(fileName)},${message === '' ? '' : `\n    "message": ${quoteJson(message)},`}
    "score": ${score},
    "scoring": {`;
    // how many bytes there are beyond one for each UTF-16 unit
    let extra = utf8Length(head) - head.length;
    let json = head;
    let lists = 0;
    const addList = (name: string, findings: readonly Finding[] | undefined): void => {
      if (findings === undefined) return;
      json += lists++ === 0 ? `\n      "${name}": [` : `,\n      "${name}": [`;
      let separator = '\n';
      for (const finding of findings) {
        const text = findingText(finding);
        json += separator + text.json;
        extra += text.bytes - text.json.length;
        separator = ',\n';
      }
      json += '\n      ]';
    };
    addList('critical', scoring.critical);
    addList('passed', scoring.passed);
    addList('advise', scoring.advise);
    json += lists === 0 ? '}\n  }' : '\n    }\n  }';
    return { json, bytes: json.length + extra };
  };
};

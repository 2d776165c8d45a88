import { formatPlatform } from '../../image/platform.ts';
import { formatReference } from '../../image/reference.ts';
import type { Tool } from '../located-report.ts';
import { plainText } from '../plain-text.ts';
import { gitHubLimits, notification, type SarifLimits } from '../sarif.ts';
import { type Alert, alertResult, alerts } from './sarif-result.ts';
import type { ImageRule } from './sarif-rule.ts';
import { namedDigest, type ScannedImage } from './scanned-image.ts';

interface Kept {
  rules: ImageRule[];
  results: string[];
}

// Rules count, too: nearly every vulnerability has one of its own.
const keep = (all: readonly Alert[], limits: SarifLimits): Kept => {
  const indices = new Map<string, number>();
  const kept: Kept = { rules: [], results: [] };
  let size = 0;
  for (const alert of all) {
    const known = indices.get(alert.rule.id);
    const result = JSON.stringify(alertResult(alert, known ?? kept.rules.length));
    size += result.length + (known === undefined ? JSON.stringify(alert.rule).length : 0);
    if (kept.results.length === limits.results || size > limits.size) break;
    if (known === undefined) {
      indices.set(alert.rule.id, kept.rules.length);
      kept.rules.push(alert.rule);
    }
    kept.results.push(result);
  }
  return kept;
};

/**
 * SARIF 2.1.0 for GitHub code scanning: findings stand at the name of the repository, most severe first; what cannot be said about
 * the image is an alert, too. What exceeds the limits is left out from the end and counted in a notification.
 */
export const imageSarif = (image: ScannedImage, tool: Tool, limits: SarifLimits = gitHubLimits): string => {
  const { reference, platform, summary } = image;
  const all = alerts(image);
  const { rules, results } = keep(all, limits);
  const left = all.length - results.length;
  const notifications = [
    ...(left > 0 ? [notification(left, all.length)] : []),
    ...summary.reasons
      .filter(() => summary.verdict === 'unknown')
      .map(({ message }) => ({ level: 'warning', message: { text: plainText(message) } })),
  ];
  const run = JSON.stringify({
    tool: { driver: { name: 'drydock', semanticVersion: tool.version, rules } },
    automationDetails: {
      id: `drydock/image/${reference.registry}/${reference.repository}/${formatPlatform(platform)}/`,
    },
    originalUriBaseIds: { ROOTPATH: { uri: 'file:///' } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: true,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
      },
    ],
    properties: {
      image: formatReference(reference),
      digest: namedDigest(image),
      verdict: summary.verdict,
      ...(left > 0 && { resultsLeftOut: left }),
    },
  });
  return `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[${run.slice(0, -1)},"results":[${results.join(',')}]}]}\n`;
};

import { type Answer, textAnswer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';

const prometheusText = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';
const elsewhere = `# This deployment keeps its metrics in CloudWatch, namespace drydock.\n`;

/** Prometheus text where the host keeps metrics itself, otherwise a comment that says where they are. */
export async function metricsAnswer(deps: Pick<AppDeps, 'metricsText'>): Promise<Answer> {
  return textAnswer(200, (await deps.metricsText?.()) ?? elsewhere, prometheusText);
}

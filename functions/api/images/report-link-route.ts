import { DrydockError } from '../../errors.ts';
import { openReportLink } from '../../scans/image/report-link.ts';
import { type Answer, textAnswer } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';

/** `GET /reports`: a whole report, to whoever has a link that this server signed. */
export async function linkedReport(
  { images, deploymentKey, clock }: Pick<AppDeps, 'images' | 'deploymentKey' | 'clock'>,
  call: Call,
): Promise<Answer> {
  const key = openReportLink(deploymentKey, clock, new URLSearchParams(call.event.rawQueryString));
  const report = await images?.reports.read(key);
  if (report === undefined) throw new DrydockError('not_found', 'there is no such report any more');
  return textAnswer(200, new TextDecoder().decode(report), 'application/json');
}

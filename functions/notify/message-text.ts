import { type AffectedImage, type CloudEvent, eventTypes, type VulnerabilityNews } from './event.ts';
import type { DigestData } from './make-digest.ts';
import type { OverdueData } from './overdue.ts';

const longestLine = 200;
const linesPerMessage = 20;
/** SNS wants fewer than 100 characters. */
const longestSubject = 99;

/** Slack refuses a section that is longer. */
const longestSection = 3_000;
const roomForRest = 30;

/** What people read: a headline and lines below it. */
interface Message {
  headline: string;
  lines: string[];
}

/** The payload of Slack's incoming webhooks. */
export function slackMessage(event: CloudEvent): { text: string; blocks: unknown[] } {
  const { headline, lines } = messageOf(event);
  const text = fitted([`*${escapeSlack(headline)}*`, ...lines.map(escapeSlack)]);
  return { text: escapeSlack(headline), blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
}

/** Subject and text of an e-mail. */
export function plainMessage(event: CloudEvent): { subject: string; text: string } {
  const { headline, lines } = messageOf(event);
  return { subject: headline.slice(0, longestSubject), text: `${[headline, '', ...lines].join('\n')}\n` };
}

function messageOf(event: CloudEvent): Message {
  if (event.type === eventTypes.test)
    return { headline: 'drydock: a test message', lines: ['This subscription works.'] };
  if (event.type === eventTypes.overdue) {
    return {
      headline: 'drydock: images are not rescanned as they should be',
      lines: (event.data as OverdueData).reasons,
    };
  }
  if (event.type === eventTypes.digest) {
    const { vulnerabilities, count } = event.data as DigestData;
    return { headline: `drydock: ${count} vulnerabilities with news`, lines: cut(vulnerabilities.map(headlineOf)) };
  }
  const news = event.data as VulnerabilityNews;
  const lines = [...(news.title === undefined ? [] : [news.title]), ...news.images.map(imageLine)];
  const hidden = news.imageCount - news.images.length;
  if (hidden > 0) lines.push(`and ${hidden} more`);
  if (news.url !== undefined) lines.push(news.url);
  return { headline: headlineOf(news), lines: cut(lines) };
}

function headlineOf({ id, kind, severity, previousSeverity, imageCount }: VulnerabilityNews): string {
  const images = imageCount === 1 ? '1 image' : `${imageCount} images`;
  switch (kind) {
    case 'new':
      return `${severity} ${id} is new in ${images}`;
    case 'fix_available':
      return `${severity} ${id} can be fixed in ${images}`;
    case 'severity_changed':
      return `${id} is ${severity} now, was ${previousSeverity}, in ${images}`;
    case 'withdrawn':
      return `${severity} ${id} was withdrawn for ${images}`;
  }
}

function imageLine({ image, packages }: AffectedImage): string {
  const named = packages.map(({ name, installed, fixed }) =>
    fixed === undefined ? `${name} ${installed}` : `${name} ${installed}, fixed in ${fixed}`,
  );
  return `${image}: ${named.join('; ')}`;
}

function cut(lines: readonly string[]): string[] {
  const shown = lines.slice(0, linesPerMessage).map((line) => line.slice(0, longestLine));
  return lines.length > linesPerMessage ? [...shown, `and ${lines.length - linesPerMessage} more`] : shown;
}

/** Whole lines, as many as go into a section. */
function fitted(lines: readonly string[]): string {
  let left = longestSection - roomForRest;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return (end < 0 ? lines : [...lines.slice(0, end), `and ${lines.length - end} lines more`]).join('\n');
}

/** Slack reads these three as its own. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

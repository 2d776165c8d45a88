import { describe, expect, it } from 'vitest';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { cloudEvent } from '../../functions/notify/event.ts';
import { tellGroup } from '../../functions/notify/group-news.ts';
import { plainMessage, slackMessage } from '../../functions/notify/message-text.ts';
import type { News } from '../../functions/notify/news.ts';
import { notifyWorld, sampleNews, start } from './notify-world.ts';

const eventOf = (...news: News[]) => cloudEvent(news[0]!.kind, 'd1', start, tellGroup(news));

describe('messages for people', () => {
  it('message: Slack gets a headline and a line for each image, with its own signs escaped (S16)', () => {
    const { text, blocks } = slackMessage(eventOf(sampleNews({ title: 'a <b> & c' })));
    expect(text).toBe('HIGH CVE-2026-1 is new in 1 image');
    expect(blocks).toEqual([
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: [
            '*HIGH CVE-2026-1 is new in 1 image*',
            'a &lt;b&gt; &amp; c',
            'docker.io/library/nginx:1.27: openssl 3.0.1, fixed in 3.0.2',
          ].join('\n'),
        },
      },
    ]);
  });

  it.each([
    ['fix_available', 'HIGH CVE-2026-1 can be fixed in 1 image'],
    ['severity_changed', 'CVE-2026-1 is HIGH now, was LOW, in 1 image'],
    ['withdrawn', 'HIGH CVE-2026-1 was withdrawn for 1 image'],
  ] as const)('message: %s reads "%s"', (kind, headline) => {
    expect(plainMessage(eventOf(sampleNews({ kind, previousSeverity: 'LOW' }))).subject).toBe(headline);
  });

  it('message: many images are cut, and the text says how many there are', () => {
    const many = Array.from({ length: 150 }, () => sampleNews({ url: 'https://avd.example/CVE-2026-1' }));
    const { text } = plainMessage(eventOf(...many));
    expect(text.split('\n').length).toBeLessThan(30);
    expect(text).toContain('more');
    expect(text).toContain('is new in 150 images');
  });

  it('message: of long lines Slack gets as many as it takes, whole ones, and how many more there are', () => {
    const packages = Array.from({ length: 6 }, (_, at) => ({
      name: `<libsomething-${at}>`,
      installed: '2.36-9+deb12u7',
    }));
    const many = Array.from({ length: 40 }, () => sampleNews({ packages }));
    const [section] = slackMessage(eventOf(...many)).blocks as { text: { text: string } }[];
    const lines = section!.text.text.split('\n');
    expect(section!.text.text.length).toBeLessThanOrEqual(3_000);
    expect(section!.text.text.length).toBeGreaterThan(2_500);
    expect(lines.at(-1)).toMatch(/^and \d+ lines more$/);
    expect(lines.slice(2, -1).every((line) => line.startsWith('docker.io/library/nginx:1.27: &lt;lib'))).toBe(true);
  });

  it('message: an e-mail by SNS and an event on a bus are sent as such', async () => {
    const world = notifyWorld();
    const topic = 'arn:aws:sns:eu-west-1:123456789012:x';
    await world.subscribe('mail', { target: { type: 'sns', topic } });
    await world.subscribe('bus', { target: { type: 'eventbridge', bus: 'default' } });
    await world.subscribe('slack', { target: { type: 'slack', url: 'https://hooks.slack.example/x' } });
    const run = { tenant: 'acme', id: 'run-1', database: 'g2', time: start };
    await announceNews(world.deps, run, [sampleNews()]);
    await deliverDue(world.deps);
    expect(world.published).toMatchObject([{ topic, subject: 'HIGH CVE-2026-1 is new in 1 image' }]);
    expect(world.put).toMatchObject([{ bus: 'default', event: { type: 'dev.drydock.vulnerability.new.v1' } }]);
    expect(world.sent.map(({ headers }) => headers)).toEqual([{ 'content-type': 'application/json' }]);
  });

  it('message: a test, a digest and an alarm read as what they are', () => {
    const texts = [
      cloudEvent('test', 'd1', start, {}),
      cloudEvent('digest', 'd1', start, { vulnerabilities: [tellGroup([sampleNews()])], count: 1 }),
      cloudEvent('overdue', 'd1', start, { reasons: ['there is no vulnerability database'] }),
    ].map((event) => plainMessage(event).text);
    expect(texts).toEqual([
      'drydock: a test message\n\nThis subscription works.\n',
      'drydock: 1 vulnerabilities with news\n\nHIGH CVE-2026-1 is new in 1 image\n',
      'drydock: images are not rescanned as they should be\n\nthere is no vulnerability database\n',
    ]);
  });
});

import type { CommandSpec } from '../arguments/flag.ts';
import { json, pageFlags, serverFlags } from './change-specs.ts';

export const subscriptionsSpec: CommandSpec = {
  name: 'subscriptions',
  operands: '[list | get NAME | put NAME | delete NAME | test NAME | deliveries NAME | replay NAME | rotate NAME]',
  summary: 'Keeps whom a server tells what is new',
  examples: [
    'drydock subscriptions put team --webhook https://receiver.example.com/drydock --severity CRITICAL,HIGH',
    'drydock subscriptions put chat --file - < slack.json',
    'drydock subscriptions test team',
    'drydock subscriptions deliveries team --limit 5',
    'drydock subscriptions replay team --since 3d',
  ],
  flags: [
    { name: 'webhook', type: 'string', help: 'put: the URL to send to; one that is secret belongs into --file' },
    { name: 'bus', type: 'string', help: 'put: name or ARN of an EventBridge bus to send to' },
    { name: 'topic', type: 'string', help: 'put: ARN of an SNS topic to send to' },
    { name: 'severity', short: 's', type: 'strings', help: 'put: only these: CRITICAL,HIGH,MEDIUM,LOW,UNKNOWN' },
    { name: 'fixable', type: 'bool', help: 'put: only packages that an update repairs' },
    { name: 'repository', type: 'strings', help: 'put: only images of these repositories: patterns' },
    {
      name: 'event',
      type: 'strings',
      help: 'put: only these: new,fix_available,severity_changed,withdrawn,overdue',
    },
    { name: 'digest', type: 'string', help: 'put: one message an hour, day or week' },
    { name: 'hour', type: 'int', standard: 8, help: 'put: when digests are sent, in UTC' },
    { name: 'paused', type: 'bool', help: 'put: nothing is sent' },
    {
      name: 'file',
      type: 'string',
      help: 'put: all that as JSON, as PUT /subscriptions takes it; - is standard input',
    },
    { name: 'overlap', type: 'string', standard: '24h', help: 'rotate: how long the old secret still signs, too' },
    { name: 'since', type: 'string', help: 'replay: what failed since then, such as 3d or 2026-11-24T08:00:00Z' },
    ...pageFlags,
    json,
    ...serverFlags,
  ],
};

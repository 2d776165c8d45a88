import { randomBytes, randomUUID } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { eventBus } from '../delivery/event-bus.ts';
import { httpTransport, receiverMs } from '../delivery/http-transport.ts';
import { snsTopic } from '../delivery/sns-topic.ts';
import { addressPolicy } from '../network/address-policy.ts';
import { guardedDialer } from '../network/dialer.ts';
import type { Transports } from '../notify/ports.ts';
import type { ScanLog } from '../scans/ports.ts';
import { processEnvironment } from './configuration.ts';
import { readDeploymentKey } from './image-configuration.ts';
import { openAnnouncing } from './open-following.ts';
import type { OpenJobs } from './open-jobs.ts';
import { readReceivers } from './rescan-configuration.ts';

const ports = [443, 8443];

/** Who is told, and how messages leave: to buses and topics only where the deployment lists some. */
export function openNotifications(jobs: Pick<OpenJobs, 'client' | 'table' | 'clock'>, log: ScanLog) {
  const environment = processEnvironment();
  const { privateReceivers, buses, topics } = readReceivers(environment);
  const policy = addressPolicy({ privateHosts: privateReceivers, ports });
  const dialer = guardedDialer({ policy, responseMs: receiverMs });
  const transports: Transports = {
    http: httpTransport(policy, dialer, jobs.clock),
    ...(buses.length > 0 && { bus: eventBus(new EventBridgeClient({ maxAttempts: 2 }), buses) }),
    ...(topics.length > 0 && { topic: snsTopic(new SNSClient({ maxAttempts: 2 }), topics) }),
  };
  return {
    ...openAnnouncing(jobs, log),
    ...{ transports, deploymentKey: readDeploymentKey(environment) },
    chance: Math.random,
    newHolder: randomUUID,
    random: randomBytes,
  };
}

import type { Node } from 'constructs';
import { checkTogether } from './check-together.ts';

/** What a deployment may choose, read from CDK context; docs/deploy.md describes each. */
export interface Settings {
  stackName: string;
  anonymousScan: boolean;
  kubernetesVersion: string | undefined;
  schemaLocation: string | undefined;
  retentionDays: number;
  logRetentionDays: number;
  /** requests a second, and the burst above it, for the whole API */
  throttleRate: number;
  throttleBurst: number;
  corsOrigins: string[];
  alarmEmail: string | undefined;
  memoryMb: number;
  reservedConcurrency: number | undefined;
  customerManagedKey: boolean;
  deletionProtection: boolean;
  /** without it the stack has no queue, no bucket and no Trivy */
  imageScanning: boolean;
  /** images scanned at the same time */
  scanConcurrency: number;
  scanMemoryMb: number;
  /** of `/tmp`: two databases while one replaces the other, and what a scan unpacks */
  scanStorageMb: number;
  /** callers that wait for a scan with `Prefer: wait` at the same time */
  waitingCallers: number;
  submitConcurrency: number | undefined;
  /** `host=range …`, as docs/configuration.md has it */
  privateRegistries: string | undefined;
  /** hosts of registries of ECR that are read by the role of the worker */
  ecrRegistries: string[];
  databaseRepositories: string[];
  /** `none` for no Java database */
  javaRepositories: string[];
  databaseMaxAgeHours: number;
  refreshHours: number;
  /** batches of rescans worked on at the same time */
  rescanConcurrency: number;
  /** batches of ten messages sent at the same time */
  notifyConcurrency: number;
  /** between two matches of everything that is watched, and between two scans from scratch; 0 never */
  rescanHours: number;
  rescanAfreshHours: number;
  /** names or ARNs of buses of EventBridge that subscriptions may name */
  eventBuses: string[];
  /** ARNs of topics of SNS that subscriptions may name */
  topics: string[];
  /** `host=range …`: receivers of notifications with private addresses */
  privateReceivers: string | undefined;
  vpcSubnets: string[];
  vpcSecurityGroups: string[];
  /** a layer without Trivy is refused, not only told of */
  requireTrivy: boolean;
}

const defaults: Settings = {
  stackName: 'Drydock',
  anonymousScan: false,
  kubernetesVersion: undefined,
  schemaLocation: undefined,
  retentionDays: 90,
  logRetentionDays: 30,
  throttleRate: 50,
  throttleBurst: 100,
  corsOrigins: [],
  alarmEmail: undefined,
  memoryMb: 1024,
  reservedConcurrency: undefined,
  customerManagedKey: false,
  deletionProtection: true,
  imageScanning: true,
  scanConcurrency: 5,
  scanMemoryMb: 3072,
  scanStorageMb: 9216,
  waitingCallers: 20,
  submitConcurrency: undefined,
  privateRegistries: undefined,
  ecrRegistries: [],
  databaseRepositories: [],
  javaRepositories: [],
  databaseMaxAgeHours: 168,
  refreshHours: 6,
  rescanConcurrency: 2,
  notifyConcurrency: 2,
  rescanHours: 24,
  rescanAfreshHours: 720,
  eventBuses: [],
  topics: [],
  privateReceivers: undefined,
  vpcSubnets: [],
  vpcSecurityGroups: [],
  requireTrivy: false,
};

type Read<T> = (value: unknown) => T | undefined;

// `-c name=value` gives text, cdk.json gives what it says.
const text: Read<string> = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
const flag: Read<boolean> = (value) => ({ true: true, false: false })[String(value)];
const list: Read<string[]> = (value) =>
  Array.isArray(value)
    ? value.map(String)
    : text(value)
        ?.split(',')
        .map((part) => part.trim());
const whole =
  (least: number, most: number): Read<number> =>
  (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return Number.isInteger(number) && Number(number) >= least && Number(number) <= most ? Number(number) : undefined;
  };

// What CloudWatch Logs accepts.
const logDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const ecrHost = /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;
const repository = /^[a-z0-9.:-]+(?:\/[a-z0-9._-]+)+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

const hostsAndRanges: Read<string> = (value) => text(value)?.match(/^(?:[^\s=]+=[^\s=]+\s*)+$/)?.[0];

const each =
  (pattern: RegExp): Read<string[]> =>
  (value) =>
    list(value)?.every((one) => pattern.test(one)) ? list(value) : undefined;

const readers: { [K in keyof Settings]: [Read<NonNullable<Settings[K]>>, string] } = {
  stackName: [(value) => text(value)?.match(/^[A-Za-z][A-Za-z0-9-]{0,127}$/)?.[0], 'letters, digits and hyphens'],
  anonymousScan: [flag, 'true or false'],
  kubernetesVersion: [(value) => text(value)?.match(/^(?:master|v?\d+\.\d+\.\d+)$/)?.[0], 'a version such as 1.36.0'],
  schemaLocation: [text, 'a URL'],
  retentionDays: [whole(1, 3653), 'a whole number of days, 1 to 3653'],
  logRetentionDays: [(value) => logDays.find((days) => days === Number(value)), `one of ${logDays.join(', ')}`],
  throttleRate: [whole(1, 10_000), 'requests a second, 1 to 10000'],
  throttleBurst: [whole(1, 5_000), 'a number of requests, 1 to 5000'],
  corsOrigins: [each(/^https?:\/\/[^/*]+$/), 'origins such as https://example.org, separated by commas; no wildcard'],
  alarmEmail: [(value) => text(value)?.match(/^[^@\s]+@[^@\s]+$/)?.[0], 'an e-mail address'],
  memoryMb: [whole(256, 10_240), 'megabytes, 256 to 10240'],
  reservedConcurrency: [whole(1, 1_000), 'a whole number, 1 to 1000'],
  customerManagedKey: [flag, 'true or false'],
  deletionProtection: [flag, 'true or false'],
  imageScanning: [flag, 'true or false'],
  scanConcurrency: [whole(2, 1_000), 'a whole number, 2 to 1000'],
  scanMemoryMb: [whole(1024, 10_240), 'megabytes, 1024 to 10240'],
  scanStorageMb: [whole(1024, 10_240), 'megabytes, 1024 to 10240'],
  waitingCallers: [whole(0, 1_000), 'a whole number, 0 to 1000'],
  submitConcurrency: [whole(1, 1_000), 'a whole number, 1 to 1000'],
  privateRegistries: [hostsAndRanges, 'hosts and ranges such as registry.corp=10.0.0.0/8'],
  ecrRegistries: [each(ecrHost), 'hosts such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com, separated by commas'],
  databaseRepositories: [each(repository), 'repositories such as ghcr.io/aquasecurity/trivy-db:2, separated by commas'],
  javaRepositories: [
    (value) => (value === 'none' ? ['none'] : each(repository)(value)),
    'none, or repositories such as ghcr.io/aquasecurity/trivy-java-db:1, separated by commas',
  ],
  databaseMaxAgeHours: [whole(1, 8_760), 'hours, 1 to 8760'],
  refreshHours: [whole(1, 24), 'hours, 1 to 24'],
  rescanConcurrency: [whole(2, 1_000), 'a whole number, 2 to 1000'],
  notifyConcurrency: [whole(2, 1_000), 'a whole number, 2 to 1000'],
  rescanHours: [whole(0, 8_760), 'hours, 0 to 8760'],
  rescanAfreshHours: [whole(0, 8_760), 'hours, 0 to 8760'],
  eventBuses: [each(/^(?:arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/)?[\w./-]{1,256}$/), 'names or ARNs of buses'],
  topics: [each(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]{1,256}$/), 'ARNs of topics'],
  privateReceivers: [hostsAndRanges, 'hosts and ranges such as hooks.corp=10.0.0.0/8'],
  vpcSubnets: [each(/^subnet-[0-9a-f]{8,17}$/), 'ids of subnets, separated by commas'],
  vpcSecurityGroups: [each(/^sg-[0-9a-f]{8,17}$/), 'ids of security groups, separated by commas'],
  requireTrivy: [flag, 'true or false'],
};

const readOne = <K extends keyof Settings>(node: Node, name: K): Settings[K] => {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaults[name];
  const [read, expected] = readers[name];
  const value = read(given);
  if (value === undefined) throw new Error(`context ${name}=${String(given)}: expected ${expected}`);
  return value;
};

/** Reads every option from the context of a construct; throws an Error that names the option and what it may be, or what it does not go with. */
export const readSettings = (node: Node): Settings => {
  const names = Object.keys(readers) as (keyof Settings)[];
  const settings = Object.fromEntries(names.map((name) => [name, readOne(node, name)])) as unknown as Settings;
  checkTogether(settings, (name: keyof Settings) => node.tryGetContext(name) !== undefined);
  return settings;
};

import type { Node } from 'constructs';

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
const origin: Read<string[]> = (value) =>
  list(value)?.every((one) => /^https?:\/\/[^/*]+$/.test(one)) ? list(value) : undefined;

const readers: { [K in keyof Settings]: [Read<NonNullable<Settings[K]>>, string] } = {
  stackName: [(value) => text(value)?.match(/^[A-Za-z][A-Za-z0-9-]{0,127}$/)?.[0], 'letters, digits and hyphens'],
  anonymousScan: [flag, 'true or false'],
  kubernetesVersion: [(value) => text(value)?.match(/^(?:master|v?\d+\.\d+\.\d+)$/)?.[0], 'a version such as 1.36.0'],
  schemaLocation: [text, 'a URL'],
  retentionDays: [whole(1, 3653), 'a whole number of days, 1 to 3653'],
  logRetentionDays: [(value) => logDays.find((days) => days === Number(value)), `one of ${logDays.join(', ')}`],
  throttleRate: [whole(1, 10_000), 'requests a second, 1 to 10000'],
  throttleBurst: [whole(1, 5_000), 'a number of requests, 1 to 5000'],
  corsOrigins: [origin, 'origins such as https://example.org, separated by commas; no wildcard'],
  alarmEmail: [(value) => text(value)?.match(/^[^@\s]+@[^@\s]+$/)?.[0], 'an e-mail address'],
  memoryMb: [whole(256, 10_240), 'megabytes, 256 to 10240'],
  reservedConcurrency: [whole(1, 1_000), 'a whole number, 1 to 1000'],
  customerManagedKey: [flag, 'true or false'],
  deletionProtection: [flag, 'true or false'],
};

const readOne = <K extends keyof Settings>(node: Node, name: K): Settings[K] => {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaults[name];
  const [read, expected] = readers[name];
  const value = read(given);
  if (value === undefined) throw new Error(`context ${name}=${String(given)}: expected ${expected}`);
  return value;
};

/** Reads every option from the context of a construct; throws an Error that names the option and what it may be. */
export const readSettings = (node: Node): Settings => {
  const names = Object.keys(readers) as (keyof Settings)[];
  return Object.fromEntries(names.map((name) => [name, readOne(node, name)])) as unknown as Settings;
};

import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../functions/handlers/configuration.ts';

const key = 'k'.repeat(64);

describe('configuration of the function', () => {
  it('a deployment without a table needs nothing, and anonymous callers may not scan', () => {
    const read = readConfiguration({});
    expect(read.tableName).toBeUndefined();
    expect(read.anonymousScan).toBe(false);
    expect(read.deploymentKey).toHaveLength(32);
  });

  it('table, key and anonymous scanning are read from the environment', () => {
    const read = readConfiguration({
      TABLE_NAME: 'Drydock-Scans.1_x',
      DRYDOCK_DEPLOYMENT_KEY: key,
      DRYDOCK_ANONYMOUS_SCAN: 'true',
      DRYDOCK_RETENTION_DAYS: '30',
    });
    expect(read).toMatchObject({
      tableName: 'Drydock-Scans.1_x',
      anonymousScan: true,
      settings: { retentionDays: 30 },
    });
    expect(Buffer.from(read.deploymentKey).toString()).toBe(key);
  });

  const wrong: [Record<string, string>, string][] = [
    [{ TABLE_NAME: 'a b' }, 'TABLE_NAME=a b: expected the name of a DynamoDB table'],
    [{ DRYDOCK_ANONYMOUS_SCAN: 'yes' }, 'DRYDOCK_ANONYMOUS_SCAN=yes: expected true or false'],
    [
      { TABLE_NAME: 'scans' },
      'DRYDOCK_DEPLOYMENT_KEY is missing: at least 32 characters, the same for the life of the table',
    ],
    [
      { TABLE_NAME: 'scans', DRYDOCK_DEPLOYMENT_KEY: 'short-secret' },
      'DRYDOCK_DEPLOYMENT_KEY: expected at least 32 characters, the same for the life of the table',
    ],
  ];
  for (const [environment, message] of wrong) {
    it(`configuration ${Object.keys(environment).join(' and ')} is refused: ${message}`, () => {
      expect(() => readConfiguration(environment)).toThrow(
        expect.objectContaining({ code: 'bad_configuration', message }),
      );
    });
  }
});

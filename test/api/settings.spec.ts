import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { version } from '../../functions/api/version.ts';

describe('settings', () => {
  it('settings of an empty environment are the defaults; an empty variable counts as none', () => {
    const defaults = {
      limits: { bodyBytes: 4_500_000, documents: 1_000, answerBytes: 5_000_000 },
      retentionDays: 90,
    };
    expect(readSettings({})).toEqual(defaults);
    expect(readSettings({ DRYDOCK_MAX_DOCUMENTS: '', DRYDOCK_KUBERNETES_VERSION: '', PATH: '/bin' })).toEqual(defaults);
  });

  it('settings are read from the variables they are named after', () => {
    expect(
      readSettings({
        DRYDOCK_KUBERNETES_VERSION: '1.36.0',
        DRYDOCK_SCHEMA_LOCATION: 'https://schemas.example',
        DRYDOCK_KINDS: 'Pod,Deployment',
        DRYDOCK_MAX_BODY_BYTES: '1000',
        DRYDOCK_MAX_DOCUMENTS: '3',
        DRYDOCK_MAX_ANSWER_BYTES: '2000',
        DRYDOCK_RETENTION_DAYS: '7',
      }),
    ).toEqual({
      kubernetesVersion: '1.36.0',
      schemaLocation: 'https://schemas.example',
      kinds: ['Pod', 'Deployment'],
      limits: { bodyBytes: 1000, documents: 3, answerBytes: 2000 },
      retentionDays: 7,
    });
  });

  const wrong: [string, string, string][] = [
    ['DRYDOCK_KUBERNETES_VERSION', 'latest', 'master or a version such as 1.36.0'],
    ['DRYDOCK_KINDS', 'Pod,', 'kinds separated by commas, such as Pod,Deployment'],
    ['DRYDOCK_MAX_BODY_BYTES', '0', 'bytes, 1 to 1000000000'],
    ['DRYDOCK_MAX_BODY_BYTES', '4.5', 'bytes, 1 to 1000000000'],
    ['DRYDOCK_MAX_DOCUMENTS', 'many', 'a whole number, 1 to 1000000'],
    ['DRYDOCK_MAX_ANSWER_BYTES', '-1', 'bytes, 1000 to 500000000'],
    ['DRYDOCK_RETENTION_DAYS', '99999', 'days, 1 to 3653'],
  ];
  for (const [name, value, expected] of wrong) {
    it(`settings: ${name}=${value} is refused by name`, () => {
      const message = `${name}=${value}: expected ${expected}`;
      expect(() => readSettings({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'bad_configuration', message }),
      );
    });
  }

  it('the version in the code is that of package.json', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect(version).toBe(JSON.parse(text).version);
  });
});

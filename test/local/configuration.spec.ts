import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../local/configuration.ts';

describe('configuration of npm start', () => {
  it('without flags and variables: port 8080 on loopback, data in .drydock', () => {
    expect(readConfiguration([], {})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      storage: { directory: '.drydock' },
      access: undefined,
      isQuiet: false,
      settings: { retentionDays: 90 },
    });
  });

  it('variables are read, empty ones count as none', () => {
    const read = readConfiguration([], {
      PORT: '9000',
      HOST: '',
      DRYDOCK_DATA_DIR: '/data',
      DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000',
      DRYDOCK_RETENTION_DAYS: '7',
    });
    expect(read).toMatchObject({
      host: '127.0.0.1',
      port: 9000,
      storage: { directory: '/data', endpoint: 'http://127.0.0.1:8000' },
      settings: { retentionDays: 7 },
    });
  });

  it('flags stand above variables', () => {
    const flags = [
      '--port',
      '0',
      '--host=0.0.0.0',
      '--data-dir',
      'x',
      '--kubernetes-version',
      '1.36.0',
      '--open',
      '--quiet',
    ];
    const read = readConfiguration(flags, { PORT: '9000', HOST: '::1', DRYDOCK_KUBERNETES_VERSION: '1.30.0' });
    expect(read).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      storage: { directory: 'x' },
      access: 'open',
      isQuiet: true,
      settings: { kubernetesVersion: '1.36.0' },
    });
  });

  const wrong: [string[], Record<string, string>, RegExp][] = [
    [['--port', '65536'], {}, /^PORT=65536: expected a number from 0 to 65535$/],
    [[], { PORT: 'http' }, /^PORT=http: expected/],
    [['--prot', '1'], {}, /--prot/],
    [['pod.yaml'], {}, /pod\.yaml/],
    [['--open', '--auth'], {}, /^--open and --auth contradict each other$/],
    [[], { DYNAMODB_ENDPOINT: 'localhost' }, /^DYNAMODB_ENDPOINT=localhost: expected a URL$/],
    [['--kubernetes-version', 'new'], {}, /^DRYDOCK_KUBERNETES_VERSION=new: expected/],
  ];
  for (const [flags, variables, message] of wrong) {
    it(`${[...flags, ...Object.keys(variables)].join(' ')} is refused with ${message}`, () => {
      expect(() => readConfiguration(flags, variables)).toThrow(
        expect.objectContaining({ code: 'bad_configuration', message: expect.stringMatching(message) }),
      );
    });
  }
});

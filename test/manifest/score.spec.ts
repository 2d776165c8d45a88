import { describe, expect, test } from 'vitest';
import { planRules } from '../../functions/manifest/rule-plan.ts';
import { pod, scored } from './rules/scored.ts';

const ids = (findings: { id: string }[] | undefined): string[] | undefined => findings?.map(({ id }) => id);

describe('score', () => {
  test('score: a bare Pod gets every advice, most points first, then by selector', () => {
    const { score, message, scoring } = scored(pod({ containers: [{}] }));
    expect([score, message]).toEqual([0, 'Passed with a score of 0 points']);
    expect(ids(scoring.advise)).toEqual([
      'ApparmorAny',
      'ServiceAccountName',
      'AutomountServiceAccountToken',
      'HostUsers',
      'SeccompAny',
      'RunAsGroup',
      'RunAsNonRoot',
      'RunAsUser',
      'LimitsCPU',
      'LimitsMemory',
      'RequestsCPU',
      'RequestsMemory',
      'CapDropAny',
      'CapDropAll',
      'ReadOnlyRootFilesystem',
    ]);
    expect(Object.keys(scoring)).toEqual(['advise']);
  });

  test('score: what costs points is listed dearest first, and the sum decides the message', () => {
    const { score, message, scoring } = scored(
      pod({
        hostAliases: [],
        hostNetwork: true,
        containers: [{ securityContext: { privileged: true } }],
        hostIPC: true,
      }),
    );
    expect([score, message]).toEqual([-51, 'Failed with a score of -51 points']);
    expect(ids(scoring.critical)).toEqual(['Privileged', 'HostIPC', 'HostNetwork', 'HostAliases']);
  });

  test('score: a document without a kind, or none that can be decoded, gets all 17 advices', () => {
    for (const document of [null, [], 'text', { KIND: 'List' }, undefined]) {
      const { score, message, scoring } = scored(document);
      expect([score, message, scoring.advise?.length]).toEqual([0, 'Passed with a score of 0 points', 17]);
    }
  });

  test('score: a kind that no rule knows is not supported', () => {
    for (const kind of ['Service', 'List', null, 5, ['Pod']]) {
      expect(scored({ kind })).toMatchObject({
        message: 'This resource kind is not supported by kubesec',
        scoring: {},
      });
    }
    expect(scored(pod({}), { rules: ['BindingsToSystemAnonymous'] }).scoring).toEqual({});
  });

  test('score: a rule that is named three times counts three times', () => {
    const { score, scoring } = scored(pod({ hostPID: true }), {
      rules: ['HostPID', 'HostUsers', 'HostPID', 'HostPID'],
    });
    expect([score, ids(scoring.critical), ids(scoring.advise)]).toEqual([
      -27,
      ['HostPID', 'HostPID', 'HostPID'],
      ['HostUsers'],
    ]);
  });

  test('score: a CronJob is judged by its secrets only, a strict one by everything', () => {
    const job = pod({ containers: [{ securityContext: { privileged: true } }] }, 'CronJob');
    expect(scored(job)).toMatchObject({ score: 0, message: 'Passed with a score of 0 points', scoring: {} });
    expect(scored(job, { profile: 'strict' })).toMatchObject({
      score: -30,
      message: 'Failed with a score of -30 points',
    });
  });
});

describe('rule choice', () => {
  test('rule choice: unknown names are all told, in order, repeats and the empty name included', () => {
    const choose = () => planRules({ rules: ['Nope', 'HostPID', '', 'hostpid', 'Nope'] });
    expect(choose).toThrow(
      expect.objectContaining({ code: 'unknown_rule', message: 'invalid rule IDs requested: Nope, , hostpid, Nope' }),
    );
  });

  test('rule choice: excluded rules are left out, and must exist', () => {
    const { all } = planRules({ rules: ['HostPID', 'HostIPC', 'HostPID'], exclude: ['HostPID'] });
    expect(all.map(({ rule }) => rule.id)).toEqual(['HostIPC']);
    expect(planRules({ exclude: ['HostPID', 'HostIPC'] }).all).toHaveLength(28);
    expect(() => planRules({ exclude: ['Host'] })).toThrow('invalid rule IDs excluded: Host');
  });

  test('rule choice: an empty list means every rule', () => {
    expect(planRules({ rules: [] }).all).toHaveLength(30);
  });
});

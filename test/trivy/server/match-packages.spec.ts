import { afterEach, describe, expect, it } from 'vitest';
import { systemName } from '../../../functions/image/packages/join-findings.ts';
import type { DistinctPackage, MatchGroup } from '../../../functions/image/packages/list-packages.ts';
import { packageMatcher } from '../../../functions/trivy/server/match-packages.ts';
import type { ServerBehaviour } from './fake-server.ts';
import { type WarmRoom, warmRoom } from './warm-room.ts';

const os = { Family: 'alpine', Name: '3.18' };
const packageOf = (Name: string, group: MatchGroup = { os }): DistinctPackage => {
  const fields = { Name, Version: '1' };
  return { key: JSON.stringify([group, fields]), group, fields };
};
const many = Array.from({ length: 25 }, (_, place) => packageOf(`p${place}`));

describe('packages matched by a server', () => {
  let room: WarmRoom;
  afterEach(() => room.close());
  const match = (behaviour: ServerBehaviour, packages: DistinctPackage[], packagesInOne = 10) => {
    room = warmRoom(behaviour);
    const refused: string[] = [];
    const onRefused = (some: readonly DistinctPackage[]) => refused.push(...some.map(({ key }) => key));
    return packageMatcher(room.server)(packages, { packagesInOne, onRefused }).then((matched) => ({
      matched,
      refused,
    }));
  };

  it('matched packages: each key has its own findings, without a place, and the database is named', async () => {
    const { matched, refused } = await match({}, many);
    expect(refused).toEqual([]);
    expect(matched.database.id).toBe('20260101T000000Z-0123456789ab');
    expect([...matched.findings.keys()].toSorted()).toEqual(many.map(({ key }) => key).toSorted());
    for (const { key, fields } of many) {
      const [finding, ...others] = matched.findings.get(key)!;
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ VulnerabilityID: 'CVE-1', PkgName: fields.Name });
      expect(finding).not.toHaveProperty('PkgID');
    }
    expect(matched.endOfLife.get(systemName(os))).toBe(false);
  });

  it('matched packages: none need no server', async () => {
    const { matched } = await match({}, []);
    expect(matched.findings.size).toBe(0);
  });

  it.each([
    ['refuses', { status: 500, body: '{"code":"internal","msg":"unable to find CPE indices"}' }],
    ['cannot read', { status: 500, body: '{"code":"internal","msg":"layer cache missing: 1/0"}' }],
    ['lists without some packages', { status: 200, body: '{"results":[]}' }],
  ])('matched packages: a document that Trivy %s leaves its packages unmatched', async (_, answer) => {
    const { matched, refused } = await match({ answers: { packages: answer } }, many);
    expect(matched.findings.size).toBe(0);
    expect(refused.toSorted()).toEqual(many.map(({ key }) => key).toSorted());
  });

  it('matched packages: a finding of a package that nobody asked about is refused', async () => {
    const results = [
      { packages: [{}], vulnerabilities: [{ vulnerability_id: 'CVE-1', pkg_id: 'curl@1', pkg_name: 'curl' }] },
    ];
    const answer = { status: 200, body: JSON.stringify({ results }) };
    await expect(match({ answers: { packages: answer } }, [packageOf('a')])).rejects.toMatchObject({
      code: 'scanner_contract',
    });
  });

  it('matched packages: a server that crashes fails the run', async () => {
    await expect(match({ crashesAt: 'packages' }, many)).rejects.toMatchObject({ code: 'scanner_failed' });
  });
});

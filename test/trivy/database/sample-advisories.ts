import type { Advisories } from '../../../sample/database/write-trivy-database.ts';

const nvd = (score: number, vector: string): object => ({ nvd: { V3Score: score, V3Vector: vector } });

/** Well-known advisories of several ecosystems, with their real ids and versions: enough for scans to find something in. */
export const sampleAdvisories: Advisories = {
  vulnerabilities: {
    'CVE-2023-5363': {
      Title: 'openssl: incorrect cipher key and IV length processing',
      Severity: 'HIGH',
      VendorSeverity: { nvd: 3 },
      CVSS: nvd(7.5, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'),
      References: ['https://www.openssl.org/news/secadv/20231024.txt'],
    },
    'CVE-2021-23337': {
      Title: 'nodejs-lodash: command injection via template',
      Severity: 'HIGH',
      VendorSeverity: { ghsa: 3, nvd: 3 },
      CVSS: nvd(7.2, 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H'),
      References: ['https://github.com/advisories/GHSA-35jh-r3h4-6jhm'],
    },
    'CVE-2021-44228': {
      Title: 'log4j-core: remote code execution in messages',
      Severity: 'CRITICAL',
      VendorSeverity: { ghsa: 4, nvd: 4 },
      CVSS: nvd(10, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'),
      References: ['https://logging.apache.org/log4j/2.x/security.html'],
    },
    'CVE-2023-32681': {
      Title: 'python-requests: leak of the Proxy-Authorization header',
      Severity: 'MEDIUM',
      VendorSeverity: { ghsa: 2, nvd: 2 },
      References: ['https://github.com/advisories/GHSA-j8r2-6x86-q33q'],
    },
    'CVE-2022-32149': {
      Title: 'golang.org/x/text/language: ParseAcceptLanguage takes too long',
      Severity: 'HIGH',
      VendorSeverity: { ghsa: 3, nvd: 3 },
      References: ['https://pkg.go.dev/vuln/GO-2022-1059'],
    },
    'CVE-2023-0464': {
      Title: 'openssl: denial of service by chains of X.509 policies',
      Severity: 'HIGH',
      VendorSeverity: { nvd: 3 },
      References: ['https://www.openssl.org/news/secadv/20230322.txt'],
    },
  },
  sources: {
    'debian 12': {
      ID: 'debian',
      Name: 'Debian Security Tracker',
      URL: 'https://salsa.debian.org/security-tracker-team',
    },
    'npm::GitHub Security Advisory npm': {
      ID: 'ghsa',
      Name: 'GitHub Security Advisory npm',
      URL: 'https://github.com/advisories',
    },
  },
  packages: {
    'debian 12': {
      openssl: {
        'CVE-2023-5363': { FixedVersion: '3.0.11-1~deb12u2' },
        'CVE-2023-0464': { Status: 2, Severity: 3 },
      },
    },
    'alpine 3.18': { openssl: { 'CVE-2023-5363': { FixedVersion: '3.1.4-r0' } } },
    'npm::GitHub Security Advisory npm': {
      lodash: { 'CVE-2021-23337': { VulnerableVersions: ['<4.17.21'], PatchedVersions: ['4.17.21'] } },
    },
    'maven::GitHub Security Advisory Maven': {
      'org.apache.logging.log4j:log4j-core': {
        'CVE-2021-44228': { VulnerableVersions: ['>=2.13.0, <2.15.0'], PatchedVersions: ['2.15.0'] },
      },
    },
    'pip::GitHub Security Advisory pip': {
      requests: { 'CVE-2023-32681': { VulnerableVersions: ['>=2.3.0, <2.31.0'], PatchedVersions: ['2.31.0'] } },
    },
    'go::GitHub Security Advisory Go': {
      'golang.org/x/text': { 'CVE-2022-32149': { VulnerableVersions: ['<0.3.8'], PatchedVersions: ['0.3.8'] } },
    },
  },
  java: [],
};

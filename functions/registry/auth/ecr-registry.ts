import type { EcrRegistry } from '../ports.ts';

const pattern = /^([0-9]{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]{4,30})\.amazonaws\.com(?:\.cn)?$/;

/** The account and region a registry host of ECR names; undefined for any other host. */
export function ecrRegistryOf(host: string): EcrRegistry | undefined {
  const [, account, region] = pattern.exec(host) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

import * as z from 'zod/mini';
import { type Environment, readVariables } from '../api/settings.ts';

/** Where the API keys of a deployment are; docs/configuration.md describes each variable. */
export interface KeyConfiguration {
  tableName: string;
  /** ARN of the secret that keys are checked with */
  pepperSecret: string;
  /** of a stand-in of Secrets Manager */
  secretsEndpoint?: string | undefined;
}

const variables = z.object({
  TABLE_NAME: z.string().check(z.regex(/^[\w.-]{3,255}$/)),
  DRYDOCK_PEPPER_SECRET: z.string().check(z.regex(/^[\w/+=.@:-]{1,2048}$/)),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(z.url()),
});

const expected = {
  TABLE_NAME: 'the name of a DynamoDB table',
  DRYDOCK_PEPPER_SECRET: 'the ARN of a secret in Secrets Manager',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: 'a URL',
};

/** Throws DrydockError `bad_configuration` that names the variable. */
export function readKeyConfiguration(environment: Environment): KeyConfiguration {
  const read = readVariables(variables, environment, expected);
  return {
    tableName: read.TABLE_NAME,
    pepperSecret: read.DRYDOCK_PEPPER_SECRET,
    secretsEndpoint: read.AWS_ENDPOINT_URL_SECRETS_MANAGER,
  };
}

/** The same where keys may do without: undefined when no secret is named. */
export const readOptionalKeys = (environment: Environment): KeyConfiguration | undefined =>
  environment.DRYDOCK_PEPPER_SECRET ? readKeyConfiguration(environment) : undefined;

import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { type Environment, readSettings, readVariables, type Settings } from '../api/settings.ts';

/** What a deployment tells its function; docs/configuration.md describes each variable. */
export interface Configuration {
  settings: Settings;
  /** absent: results are not kept */
  tableName?: string;
  deploymentKey: Uint8Array;
  /** whether callers without an IAM signature may scan */
  anonymousScan: boolean;
}

const tableVariables = z.object({
  TABLE_NAME: z.optional(z.string().check(z.regex(/^[\w.-]{3,255}$/))),
  DRYDOCK_ANONYMOUS_SCAN: z.optional(z.enum(['true', 'false'])),
});
const keyVariables = z.object({ DRYDOCK_DEPLOYMENT_KEY: z.string().check(z.minLength(32)) });

const expected = {
  TABLE_NAME: 'the name of a DynamoDB table',
  DRYDOCK_ANONYMOUS_SCAN: 'true or false',
  DRYDOCK_DEPLOYMENT_KEY: 'at least 32 characters, the same for the life of the table',
};

/** Throws DrydockError `bad_configuration` that names the variable. */
export function readConfiguration(environment: Environment): Configuration {
  const read = readVariables(tableVariables, environment, expected);
  const common = { settings: readSettings(environment), anonymousScan: read.DRYDOCK_ANONYMOUS_SCAN === 'true' };
  // Without a table nothing outlives the process that the key could have signed.
  if (read.TABLE_NAME === undefined) return { ...common, deploymentKey: randomBytes(32) };
  const { DRYDOCK_DEPLOYMENT_KEY: key } = readVariables(keyVariables, environment, expected);
  return { ...common, tableName: read.TABLE_NAME, deploymentKey: new TextEncoder().encode(key) };
}

/** The environment of this function; nothing else reads it. */
export const processEnvironment = (): Environment => process.env;

import type { Settings } from './settings.ts';

/** What functions/handlers/configuration.ts reads; a test compares the names. */
export const functionEnvironment = (
  settings: Settings,
  tableName: string,
  deploymentKey: string,
  /** absent: the function checks no keys itself, the gateway's authorizer does before it */
  pepperSecret?: string,
) => ({
  TABLE_NAME: tableName,
  DRYDOCK_DEPLOYMENT_KEY: deploymentKey,
  ...(pepperSecret === undefined ? {} : { DRYDOCK_PEPPER_SECRET: pepperSecret }),
  DRYDOCK_ANONYMOUS_SCAN: String(settings.anonymousScan),
  DRYDOCK_RETENTION_DAYS: String(settings.retentionDays),
  ...(settings.kubernetesVersion === undefined ? {} : { DRYDOCK_KUBERNETES_VERSION: settings.kubernetesVersion }),
  ...(settings.schemaLocation === undefined ? {} : { DRYDOCK_SCHEMA_LOCATION: settings.schemaLocation }),
});

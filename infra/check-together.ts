/** What has a meaning only where images are scanned. */
const ofImages = [
  'scanConcurrency',
  'scanMemoryMb',
  'scanStorageMb',
  'waitingCallers',
  'submitConcurrency',
  'privateRegistries',
  'ecrRegistries',
  'databaseRepositories',
  'javaRepositories',
  'databaseMaxAgeHours',
  'refreshHours',
  'rescanConcurrency',
  'notifyConcurrency',
  'rescanHours',
  'rescanAfreshHours',
  'eventBuses',
  'topics',
  'privateReceivers',
  'vpcSubnets',
  'vpcSecurityGroups',
] as const;

interface Chosen {
  imageScanning: boolean;
  vpcSubnets: readonly string[];
  vpcSecurityGroups: readonly string[];
}

/** Throws an Error that names an option which another one leaves without a meaning; `isGiven` tells the ones that somebody chose. */
export function checkTogether(settings: Chosen, isGiven: (name: (typeof ofImages)[number]) => boolean): void {
  const idle = settings.imageScanning ? undefined : ofImages.find(isGiven);
  if (idle !== undefined) throw new Error(`context ${idle}: has no meaning with imageScanning=false`);
  const { vpcSubnets, vpcSecurityGroups } = settings;
  if (vpcSubnets.length > 0 && vpcSecurityGroups.length === 0) {
    throw new Error('context vpcSubnets: vpcSecurityGroups are missing');
  }
  if (vpcSecurityGroups.length > 0 && vpcSubnets.length === 0) {
    throw new Error('context vpcSecurityGroups: vpcSubnets are missing');
  }
}

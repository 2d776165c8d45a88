import { capability } from './capability.ts';
import type { ContainerRule } from './rule.ts';
import { listAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'capabilities', 'add'];
const grantsSysAdmin = new Set(['SYS_ADMIN', 'ALL']);

export const capSysAdmin: ContainerRule = {
  on: 'container',
  id: 'CapSysAdmin',
  kinds: scoredKinds,
  points: -30,
  selector: 'containers[] .securityContext .capabilities .add == SYS_ADMIN',
  reason: 'SYS_ADMIN lets a process mount, trace and reconfigure so much that it is close to being root on the node',
  field,
  holds: (container) => listAt(container, field).some((name) => typeof name === 'string' && name.includes('SYS_ADMIN')),
  strictHolds: (container) => listAt(container, field).some((name) => grantsSysAdmin.has(capability(name))),
};

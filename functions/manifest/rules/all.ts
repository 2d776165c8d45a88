import { allowPrivilegeEscalation } from './allow-privilege-escalation.ts';
import { apparmorAny } from './apparmor-any.ts';
import { apparmorUnconfined } from './apparmor-unconfined.ts';
import { automountServiceAccountToken } from './automount-service-account-token.ts';
import { bindingsToSystemAnonymous } from './bindings-to-system-anonymous.ts';
import { capDropAll } from './cap-drop-all.ts';
import { capDropAny } from './cap-drop-any.ts';
import { capSysAdmin } from './cap-sys-admin.ts';
import { dockerSock } from './docker-sock.ts';
import { hostAliases } from './host-aliases.ts';
import { hostIpc } from './host-ipc.ts';
import { hostNetwork } from './host-network.ts';
import { hostPid } from './host-pid.ts';
import { hostUsers } from './host-users.ts';
import { limitsCpu } from './limits-cpu.ts';
import { limitsMemory } from './limits-memory.ts';
import { privileged } from './privileged.ts';
import { procMount } from './proc-mount.ts';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.ts';
import { requestsCpu } from './requests-cpu.ts';
import { requestsMemory } from './requests-memory.ts';
import type { Rule } from './rule.ts';
import { runAsGroup } from './run-as-group.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seccompAny } from './seccomp-any.ts';
import { seccompUnconfined } from './seccomp-unconfined.ts';
import { secretsAsEnvironmentVariables } from './secrets-as-environment-variables.ts';
import { serviceAccountName } from './service-account-name.ts';
import { volumeClaimAccessModeReadWriteOnce } from './volume-claim-access-mode-read-write-once.ts';
import { volumeClaimRequestsStorage } from './volume-claim-requests-storage.ts';

/** Every rule, ordered by id. */
export const allRules: readonly Rule[] = [
  allowPrivilegeEscalation,
  apparmorAny,
  apparmorUnconfined,
  automountServiceAccountToken,
  bindingsToSystemAnonymous,
  capDropAll,
  capDropAny,
  capSysAdmin,
  dockerSock,
  hostAliases,
  hostIpc,
  hostNetwork,
  hostPid,
  hostUsers,
  limitsCpu,
  limitsMemory,
  privileged,
  procMount,
  readOnlyRootFilesystem,
  requestsCpu,
  requestsMemory,
  runAsGroup,
  runAsNonRoot,
  runAsUser,
  seccompAny,
  seccompUnconfined,
  secretsAsEnvironmentVariables,
  serviceAccountName,
  volumeClaimAccessModeReadWriteOnce,
  volumeClaimRequestsStorage,
];

import { DrydockError } from '../../functions/errors.ts';
import type { runWorld } from '../rescans/run-world.ts';
import { type FaultPlan, faultyPort } from './faulty-port.ts';

export type RunRoom = ReturnType<typeof runWorld>;

const ports = [
  ...(['scans', 'images', 'reports', 'clocks', 'cves', 'watches', 'runs', 'scanner', 'resolver'] as const),
  ...(['deliveries', 'news', 'rematcher', 'reliances', 'shelvings', 'batchQueue', 'queue'] as const),
];

/** The stores of one process of rescans whose uses of every port follow a plan. */
export function faultyStores(room: RunRoom, plan: FaultPlan): RunRoom['stores'] {
  const process = { isDead: false };
  const failure = () => new DrydockError('storage_unavailable', 'injected');
  const stores = { ...room.stores };
  for (const name of ports) {
    // `news.of` is no promise but a stream; what reads it dies at the next port.
    const given = room.stores[name] as object;
    const wrapped = faultyPort(name, given, process, plan, failure);
    const port =
      name === 'news' ? { ...wrapped, note: Reflect.get(wrapped, 'note'), of: room.stores.news.of } : wrapped;
    (stores as Record<string, unknown>)[name] = port;
  }
  return stores;
}

/** The processes over such stores. */
export const faultyProcesses = (room: RunRoom, plan: FaultPlan): RunRoom['sound'] =>
  room.processes(faultyStores(room, plan));

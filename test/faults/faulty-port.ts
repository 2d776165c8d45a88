/** What befalls one use of a port: it fails without effect, or after its effect, or the process dies then. */
export type PortFault = 'fails' | 'fails after effect' | 'dies' | 'dies after effect';

/** Told of each use, in order, before it begins. */
export type FaultPlan = (operation: string) => PortFault | undefined;

/** A fault at the nth use of any port. */
export function faultAt(nth: number, fault: PortFault): FaultPlan {
  let uses = 0;
  return () => {
    uses += 1;
    return uses === nth ? fault : undefined;
  };
}

const never = new Promise<never>(() => {});

/** A process that can die: what it awaits then never comes back, whatever port it was. */
export interface MortalProcess {
  isDead: boolean;
}

/** The port with faults from a plan; nothing of a dead process has an effect any more. */
export function faultyPort<T extends object>(
  name: string,
  port: T,
  process: MortalProcess,
  plan: FaultPlan,
  failure: () => Error,
): T {
  const wrap =
    (operation: string, use: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]): Promise<unknown> => {
      if (process.isDead) return never;
      const fault = plan(`${name}.${operation}`);
      if (fault === 'dies') process.isDead = true;
      if (process.isDead) return never;
      if (fault === 'fails') throw failure();
      const answer = await use(...given);
      if (fault === 'dies after effect') process.isDead = true;
      if (process.isDead) return never;
      if (fault === 'fails after effect') throw failure();
      return answer;
    };
  return new Proxy(port, {
    get(target, key) {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member !== 'function') return member;
      return wrap(String(key), (...given) => Reflect.apply(member, target, given) as Promise<unknown>);
    },
  });
}

import type { Handle, Handlers } from '../app.ts';

/** Handlers of a resource that is loaded at the first request for one of them. */
export function lazily<Name extends keyof Handlers>(
  load: () => Promise<Record<Name, Handle>>,
  names: readonly Name[],
): Handlers {
  let loaded: ReturnType<typeof load> | undefined;
  const handle =
    (name: Name): Handle =>
    async (call, context) => {
      loaded ??= load();
      return (await loaded)[name](call, context);
    };
  return Object.fromEntries(names.map((name) => [name, handle(name)]));
}

import type { Timer } from '../../functions/scans/ports.ts';

/** A timer that goes on only when a test advances it. */
export function handTimer(): { set: Timer; advance(ms: number): void; waiting(): number } {
  let now = 0;
  let alarms: { at: number; run: () => void }[] = [];
  return {
    set(ms, run) {
      const alarm = { at: now + ms, run };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    advance(ms) {
      now += ms;
      const due = alarms.filter(({ at }) => at <= now);
      alarms = alarms.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
    waiting: () => alarms.length,
  };
}

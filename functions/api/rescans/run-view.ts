import type { Run } from '../../rescans/runs/run.ts';
import { untouchedOf } from '../../rescans/runs/run-state.ts';
import { timeText } from '../resources/time-text.ts';

/** A run of rescans as clients see it; times as RFC 3339. */
export const runView = (run: Run) => ({
  id: run.id,
  status: run.status,
  trigger: run.trigger,
  target: run.target,
  database: run.database,
  ...{ total: run.total, done: run.done, changed: run.changed, failed: run.failed },
  ...{ left: run.left ?? 0, untouched: untouchedOf(run) },
  created: timeText(run.created),
  ...(run.finished !== undefined && { finished: timeText(run.finished) }),
});

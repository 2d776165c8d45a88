import { mostKept } from './kept-changes.ts';

/** Leads from a generation to the one that was in use before it. */
interface StepBack {
  since: { id: string };
}

/** Steps back from a generation, and the ids that they lead to, itself the first. */
interface Walk<S> {
  ids: string[];
  steps: S[];
  isOver: boolean;
}

/**
 * The steps that join two generations, in no order: both walk back in turns until one comes to where the other was, since somebody
 * may have gone back to an earlier one. Undefined when they do not meet.
 */
export async function pathBetween<S extends StepBack>(
  readStep: (id: string) => Promise<S | undefined>,
  from: string,
  to: string,
): Promise<S[] | undefined> {
  const walks = [to, from].map((id): Walk<S> => ({ ids: [id], steps: [], isOver: false }));
  for (let turn = 0; turn < 2 * mostKept && walks.some(({ isOver }) => !isOver); turn += 1) {
    const [mine, other] = turn % 2 === 0 ? [walks[0]!, walks[1]!] : [walks[1]!, walks[0]!];
    const met = await walkOn(readStep, mine, other.ids);
    if (met !== undefined) return [...mine.steps, ...other.steps.slice(0, met)];
  }
  return undefined;
}

/** One step; where among the ids of the other walk it came to. */
async function walkOn<S extends StepBack>(
  readStep: (id: string) => Promise<S | undefined>,
  walk: Walk<S>,
  others: readonly string[],
): Promise<number | undefined> {
  const step = walk.isOver ? undefined : await readStep(walk.ids.at(-1)!);
  if (step === undefined || walk.ids.includes(step.since.id)) {
    walk.isOver = true;
    return undefined;
  }
  walk.ids.push(step.since.id);
  walk.steps.push(step);
  const met = others.indexOf(step.since.id);
  return met < 0 ? undefined : met;
}

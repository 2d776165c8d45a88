import { quote } from './go-quote.ts';
import { outermost, type Place, type Problem } from './problem.ts';

/** The lines of a problem, each after a blank; cut after the line that goes beyond `limit` characters. */
export function printProblem(problem: Problem, limit: number): string {
  const waiting = outermost(problem).toReversed();
  const depths = waiting.map(() => 0);
  let text = '';
  while (waiting.length > 0 && text.length <= limit) {
    const { at, text: what, causes } = waiting.pop()!;
    const depth = depths.pop()!;
    text += ` ${'  '.repeat(depth)}- at ${quote(pointerTo(at))}: ${what}`;
    for (const cause of causes.toReversed()) {
      waiting.push(cause);
      depths.push(depth + 1);
    }
  }
  return text;
}

/** RFC 6901. */
function pointerTo(at: Place | undefined): string {
  const steps: string[] = [];
  for (let place = at; place !== undefined; place = place.parent)
    steps.push(place.step.replaceAll('~', '~0').replaceAll('/', '~1'));
  return steps.reduceRight((pointer, step) => `${pointer}/${step}`, '');
}

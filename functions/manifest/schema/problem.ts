/** Where a problem stands: the last step, and the place it was made from. The root is undefined. */
export interface Place {
  readonly parent: Place | undefined;
  readonly step: string;
}

export interface Problem {
  readonly at: Place | undefined;
  readonly text: string;
  readonly causes: readonly Problem[];
}

const groupText = 'validation failed';

/** One problem stands for itself, several become a group. */
export function together(at: Place | undefined, problems: readonly Problem[]): Problem | undefined {
  return problems.length < 2 ? problems[0] : { at, text: groupText, causes: problems };
}

/** The problems that a message begins with: an outermost group is not named itself. */
export const outermost = (problem: Problem): readonly Problem[] =>
  problem.text === groupText ? problem.causes : [problem];

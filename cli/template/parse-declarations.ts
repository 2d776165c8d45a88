import type { Scope } from './scope.ts';
import { nextNonSpace, parseError, peekNonSpace } from './token-stream.ts';

/** Reads `$x :=`, `$x =` and, for a range, `$i, $x :=`. */
export const readDeclarations = (scope: Scope, context: string): { variables: string[]; isAssignment: boolean } => {
  const { stream } = scope;
  const variables: string[] = [];
  for (;;) {
    const variable = peekNonSpace(stream);
    if (variable.kind !== 'variable') return { variables, isAssignment: false };
    const start = stream.at++;
    const follower = nextNonSpace(stream);
    const isDeclared = follower.kind === 'assign' || follower.kind === 'declare';
    if (!isDeclared && (follower.kind !== 'other' || follower.text !== ',')) {
      stream.at = start;
      return { variables, isAssignment: false };
    }
    variables.push(variable.text);
    scope.variables.push(variable.text);
    if (isDeclared) return { variables, isAssignment: follower.kind === 'assign' };
    if (context !== 'range' || variables.length > 1) throw parseError(stream, `too many declarations in ${context}`);
    if (!['variable', 'right delimiter', 'right paren'].includes(peekNonSpace(stream).kind)) {
      throw parseError(stream, 'range can only initialize variables');
    }
  }
};

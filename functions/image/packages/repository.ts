/** Where a system's packages come from, when that is not its own release: Alpine edge. */
export type Repository = Readonly<Record<string, unknown>>;

/** The repository that the uppermost layer names which names one; `analyses` of the layers, bottom to top, as JSON. */
export function repositoryIn(analyses: readonly string[]): Repository | undefined {
  for (const analysis of analyses.toReversed()) {
    const { Repository: named } = JSON.parse(analysis) as { Repository?: Repository | null };
    if (named) return named;
  }
  return undefined;
}

import { plainText } from '../../functions/formats/plain-text.ts';
import type { DatabaseStatus } from '../../functions/trivy/database/database-commands.ts';
import type { Generation } from '../../functions/trivy/database/generation.ts';

/** One line about a database. */
export const generationText = (generation: Generation): string => {
  const { id, updatedAt, vulnerabilities, java, source, label } = generation;
  const parts = [
    `database ${id} of ${updatedAt}`,
    `${vulnerabilities} vulnerabilities`,
    java === undefined ? 'no Java database' : `Java database of ${java.updatedAt}`,
    `from ${source}`,
    ...(label === undefined ? [] : [`no real one: ${label}`]),
  ];
  return plainText(parts.join(', '), 1_000);
};

const hour = 3_600_000;

/** What is in use, how old it is, and what a rollback would go back to. */
export const statusText = ({ current, ageMs = 0, stale, previous, rejected }: DatabaseStatus): string => {
  if (current === undefined) return 'no database: `drydock db pull` or `drydock db import PATH` gets one\n';
  const lines = [
    generationText(current),
    `${Math.floor(ageMs / hour)} hours old${stale ? ': stale, `drydock db pull` gets a newer one' : ''}`,
    previous === undefined ? 'none to roll back to' : `before it: ${generationText(previous)}`,
    ...(rejected === undefined ? [] : [`rolled back from: ${rejected}`]),
  ];
  return `${lines.join('\n')}\n`;
};

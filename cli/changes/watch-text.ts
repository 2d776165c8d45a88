import type { watchView } from '../../functions/api/rescans/change-view.ts';
import { columns } from '../stored/columns.ts';

export type WatchDocument = ReturnType<typeof watchView>;

const titles = ['ID', 'KIND', 'STATE', 'MODE', 'EVERY', 'UNTIL', 'TARGET'];
const hour = 3_600;

const everyOf = (seconds: number | undefined): string => {
  if (seconds === undefined) return 'usual';
  return seconds % hour === 0 ? `${seconds / hour}h` : `${seconds}s`;
};

const rowOf = ({ id, kind, state, mode, every, until, target, platform }: WatchDocument) => [
  ...[id, kind, state, mode, everyOf(every), until ?? 'never ends'],
  platform === undefined ? target : `${target} ${platform}`,
];

/** Watches as lines of columns. */
export const watchListText = (watches: readonly WatchDocument[]): string => columns([titles, ...watches.map(rowOf)]);

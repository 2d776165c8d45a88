/** Calls `run` once after `ms` milliseconds; the returned function calls it off. */
export type Timer = (ms: number, run: () => void) => () => void;

/** Milliseconds since 1970. */
export type Clock = () => number;

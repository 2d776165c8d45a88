import type { Value } from '../value.ts';

export const isHighId = (id: Value | undefined): boolean => typeof id === 'number' && id > 10_000;

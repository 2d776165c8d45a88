import type { RematchMark } from '../../image/rematched-report.ts';
import type { Generation } from '../database/generation.ts';

export const rematchMark = ({ id, updatedAt, label }: Generation): RematchMark => ({
  Mode: 'rematch',
  Database: id,
  UpdatedAt: updatedAt,
  ...(label !== undefined && { Label: label }),
});

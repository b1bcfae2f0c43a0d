import { period, role, userStatus } from '@tideline/contracts';
import { z } from 'zod';
import { pageFields } from '../../market';

export const usersQuery = z.strictObject({
  search: z
    .string()
    .trim()
    .max(100)
    .regex(/^[^\0]*$/, 'must not hold NUL')
    .optional()
    .describe('Part of the address, the name or the id'),
  status: userStatus.optional(),
  role: role.optional(),
  verified: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Whether the address is confirmed'),
  ...pageFields,
});
export type UsersQuery = z.output<typeof usersQuery>;

export const statsQuery = z.strictObject({ period: period.default('30d').describe('How far back, in whole days') });
export type StatsQuery = z.output<typeof statsQuery>;

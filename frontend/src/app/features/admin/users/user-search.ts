import type { UsersAsked } from '../../../core/admin-api';

/** What the address of the list of accounts may hold. */
export interface UserParams {
  search?: string | undefined;
  status?: string | undefined;
  role?: string | undefined;
  verified?: string | undefined;
}

const longestSearch = 100;

/** Reads what is looked for from query parameters; what is senseless asks for any. */
export function readUserSearch({ search, status, role, verified }: UserParams): UsersAsked {
  return {
    search: search?.trim().slice(0, longestSearch) || undefined,
    status: one(['active', 'disabled'], status),
    role: one(['user', 'admin'], role),
    verified: one(['true', 'false'], verified),
  };
}

function one<T extends string>(known: readonly T[], asked: string | undefined): T | undefined {
  return known.find((value) => value === asked);
}

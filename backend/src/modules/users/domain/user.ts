import type { Account, Role, UserStatus } from '@tideline/contracts';

/** Somebody who registered here, as the database knows them. Deleted accounts are never read as one. */
export interface User {
  id: string;
  email: string;
  displayName: string;
  /** PHC string (argon2id) or bcrypt; null where only a link leads in. */
  passwordHash: string | null;
  /** Counts the passwords that were chosen. */
  passwordVersion: number;
  role: Role;
  status: UserStatus;
  emailVerifiedAt: Date | null;
  pendingEmail: string | null;
  totpEnabledAt: Date | null;
  recoveryCodesLeft: number;
  locale: string;
  timeZone: string;
  displayCurrency: Account['displayCurrency'];
  createdAt: Date;
}

/** Whether this account, as it is or would be, lets somebody administer the install. */
export function administers({ role, status, emailVerifiedAt }: Pick<User, 'role' | 'status' | 'emailVerifiedAt'>): boolean {
  return role === 'admin' && status === 'active' && emailVerifiedAt !== null;
}

/** Gives what the person themself may see. */
export function accountOf(user: User): Account {
  return {
    id: user.id,
    email: user.email,
    displayName: user.displayName,
    role: user.role,
    status: user.status,
    emailVerified: user.emailVerifiedAt !== null,
    pendingEmail: user.pendingEmail,
    totpEnabled: user.totpEnabledAt !== null,
    recoveryCodesLeft: user.recoveryCodesLeft,
    locale: user.locale,
    timeZone: user.timeZone,
    displayCurrency: user.displayCurrency,
    createdAt: user.createdAt.toISOString(),
  };
}

import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import type { MailedToken, TokenPurpose } from '../db/mailed-tokens.repository';
import type { User } from '../domain/user';
import { addressChangedMail } from './mails';
import { promiseMail } from './promise-mail';
import { tokenHash } from './user-keys';
import { UserStorage } from './user-storage';
import { badToken, emailTaken } from './users.errors';

const purposes: TokenPurpose[] = ['verify-email', 'change-email'];

/** Takes the links that show that an address is somebody's: of a registration, or of an account that changes its address. */
@Injectable()
export class ConfirmEmail {
  constructor(@Inject(UserStorage) private readonly storage: UserStorage) {}

  /** Throws a 422 for a token that is unknown, used or too old, a 409 when the address was given to another account meanwhile. */
  async confirm(token: string, address: string): Promise<void> {
    const now = Date.now();
    await this.storage.database.transaction(async (tx) => {
      const { link, user } = await this.take(tx, tokenHash(token), new Date(now));
      if (link.purpose === 'verify-email') await this.verify(tx, user, link, now);
      else await this.change(tx, user, link.email, now);
      await this.storage.tokens.revokeAll(tx, user.id);
      const action = link.purpose === 'verify-email' ? 'users.email-verified' : 'users.email-changed';
      await this.storage.recordOwn(tx, action, { userId: user.id, address });
    });
  }

  /** Locks the address, then the account, then the link: who took a link first would wait for whoever takes all links of an account. */
  private async take(tx: Transaction, hash: Buffer, at: Date): Promise<{ link: MailedToken; user: User }> {
    const { tokens, users } = this.storage;
    const found = await tokens.find(tx, hash, purposes, at);
    if (found === null || found.userId === null || found.email === null) throw badToken();
    await users.lockEmail(tx, found.email);
    const user = await users.lockById(tx, found.userId);
    const link = await tokens.use(tx, hash, purposes, at);
    if (user === null || link === null) throw badToken();
    return { link, user };
  }

  /** The password and the name are those of the registration that this link was mailed for. */
  private async verify(tx: Transaction, user: User, link: MailedToken, now: number): Promise<void> {
    if (user.emailVerifiedAt !== null) throw badToken();
    const { users } = this.storage;
    if (link.passwordHash !== null) await users.setPassword(tx, user.id, link.passwordHash);
    if (link.displayName !== null) await users.setDisplayName(tx, user.id, link.displayName);
    await users.verifyEmail(tx, user.id, new Date(now));
  }

  private async change(tx: Transaction, user: User, email: string | null, now: number): Promise<void> {
    const { users } = this.storage;
    if (email === null || user.pendingEmail !== email) throw badToken();
    await users.dropUnverified(tx, email);
    if ((await users.byEmail(tx, email)) !== null) throw emailTaken();
    await users.setEmail(tx, user.id, email, new Date(now));
    await promiseMail(tx, user.id, addressChangedMail(user.email), now);
  }
}

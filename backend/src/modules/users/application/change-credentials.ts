import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import { normalEmail } from '../domain/email';
import type { User } from '../domain/user';
import { KeepSessions } from './keep-sessions';
import { LimitGuesses } from './limit-guesses';
import { addressChangeAskedMail, addressTakenMail, confirmAddressMail, passwordChangedMail } from './mails';
import { PageLinks } from './page-links';
import { Passwords } from './passwords';
import { mayMailForStranger, promiseMail } from './promise-mail';
import { ShowIdentity, type Changer } from './show-identity';
import { randomToken, tokenHash } from './user-keys';
import { UserStorage } from './user-storage';
import { wrongPassword } from './users.errors';

const linkLifeMs = 86_400_000;

/** Changes what somebody signs in with; each time they show that they know the password. */
@Injectable()
export class ChangeCredentials {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(ShowIdentity) private readonly identity: ShowIdentity,
    @Inject(PageLinks) private readonly links: PageLinks,
  ) {}

  /** Sets a new password and ends all sessions but this one. Throws a 422 when the current one is wrong or the new one is refused. */
  async changePassword(changer: Changer, typed: { currentPassword: string; password: string }): Promise<void> {
    const user = await this.identity.byPassword(changer, typed.currentPassword, 'currentPassword');
    this.passwords.check(typed.password, user.email);
    const passwordHash = await this.passwords.hash(typed.password);
    const { users, tokens, database } = this.storage;
    const ended = await database.transaction(async (tx) => {
      const current = await users.lockById(tx, user.id);
      if (current?.passwordVersion !== user.passwordVersion) throw wrongPassword('currentPassword');
      await users.setPassword(tx, user.id, passwordHash);
      await this.guesses.clearCodes(tx, user.id);
      // Whoever asked for a link before knew the old password at best.
      await tokens.revokeAll(tx, user.id);
      await users.setPendingEmail(tx, user.id, null);
      await this.storage.recordOwn(tx, 'users.password-changed', changer);
      await promiseMail(tx, user.id, passwordChangedMail(current.email, this.links.forgotPassword()), Date.now());
      return this.sessions.endWithin(tx, user.id, { except: changer.sessionId }, 'password changed');
    });
    this.sessions.announceEnded(user.id, ended);
  }

  /** Mails a link to the new address and a word to the old one. Whether the new one has an account, only its mailbox learns. */
  async askForEmail(changer: Changer, typed: { email: string; password: string }): Promise<void> {
    const user = await this.identity.byPassword(changer, typed.password, 'password');
    const email = normalEmail(typed.email);
    await this.storage.database.transaction(async (tx) => {
      const current = await this.storage.users.lockById(tx, user.id);
      if (current?.passwordVersion !== user.passwordVersion) throw wrongPassword('password');
      await this.storage.users.setPendingEmail(tx, user.id, email);
      await this.storage.recordOwn(tx, 'users.email-change-asked', changer);
      await this.mailNewAddress(tx, user, email, Date.now());
      await promiseMail(tx, user.id, addressChangeAskedMail(current.email, this.links.forgotPassword()), Date.now());
    });
  }

  private async mailNewAddress(tx: Transaction, user: User, email: string, now: number): Promise<void> {
    if (!(await mayMailForStranger(tx, email, now))) return;
    const owner = await this.storage.users.byEmail(tx, email);
    if (owner !== null && owner.emailVerifiedAt !== null) return promiseMail(tx, owner.id, addressTakenMail(email), now);
    const token = randomToken();
    const link = { userId: user.id, purpose: 'change-email' as const, email, passwordHash: null, displayName: null };
    await this.storage.tokens.add(tx, tokenHash(token), link, { at: new Date(now), expiresAt: new Date(now + linkLifeMs) });
    await promiseMail(tx, user.id, confirmAddressMail(email, this.links.verifyEmail(token)), now);
  }
}

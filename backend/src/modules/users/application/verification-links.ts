import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import type { User } from '../domain/user';
import { verificationMail } from './mails';
import { PageLinks } from './page-links';
import { promiseMail } from './promise-mail';
import { randomToken, tokenHash } from './user-keys';
import { UserStorage } from './user-storage';
import { alreadyVerified, unknownUser } from './users.errors';

export const linkLifeMs = 86_400_000;

/** What a registration asked for; the account gets it when the link is followed. Null leaves what is there. */
export interface Chosen {
  passwordHash: string | null;
  displayName: string | null;
}

/** Links that confirm the address of a registration: good for 24 hours, and earlier ones stay good until one is followed. */
@Injectable()
export class VerificationLinks {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(PageLinks) private readonly links: PageLinks,
  ) {}

  /**
   * Gives a new link of an account that waits for its confirmation, for an administrator to hand over where no mail arrives. Who holds it
   * can confirm the address. Throws a 404 for an unknown account, a 409 for a confirmed one.
   */
  async give(tx: Transaction, userId: string, now: number): Promise<string> {
    const user = await this.waiting(tx, userId);
    return this.issue(tx, user, await this.newestChoice(tx, user.id), now);
  }

  /** The same link, mailed instead, without the limit that holds for strangers. */
  async mail(tx: Transaction, userId: string, now: number): Promise<void> {
    const user = await this.waiting(tx, userId);
    await this.mailTo(tx, user, await this.newestChoice(tx, user.id), now);
  }

  /** Promises the mail with a new link for what a registration asked for. */
  async mailTo(tx: Transaction, user: { id: string; email: string }, chosen: Chosen, now: number): Promise<void> {
    await promiseMail(tx, user.id, verificationMail(user.email, await this.issue(tx, user, chosen, now)), now);
  }

  /** What the newest registration of an account asked for. */
  async newestChoice(tx: Transaction, userId: string): Promise<Chosen> {
    const newest = await this.storage.tokens.newestRegistration(tx, userId);
    return newest ?? { passwordHash: null, displayName: null };
  }

  private async waiting(tx: Transaction, userId: string): Promise<User> {
    const user = await this.storage.users.lockById(tx, userId);
    if (user === null) throw unknownUser();
    if (user.emailVerifiedAt !== null) throw alreadyVerified();
    return user;
  }

  private async issue(tx: Transaction, user: { id: string; email: string }, chosen: Chosen, now: number): Promise<string> {
    const token = randomToken();
    const { passwordHash, displayName } = chosen;
    await this.storage.tokens.add(
      tx,
      tokenHash(token),
      { userId: user.id, purpose: 'verify-email', email: user.email, passwordHash, displayName },
      { at: new Date(now), expiresAt: new Date(now + linkLifeMs) },
    );
    return this.links.verifyEmail(token);
  }
}

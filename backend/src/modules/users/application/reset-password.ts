import { Inject, Injectable } from '@nestjs/common';
import { normalEmail } from '../domain/email';
import { inEvenTime } from './even-time';
import { KeepSessions } from './keep-sessions';
import { LimitGuesses } from './limit-guesses';
import { passwordChangedMail, resetMail } from './mails';
import { PageLinks } from './page-links';
import { Passwords } from './passwords';
import { mayMailForStranger, promiseMail } from './promise-mail';
import { randomToken, tokenHash } from './user-keys';
import { UserStorage } from './user-storage';
import { badToken } from './users.errors';

const linkLifeMs = 3_600_000;
/** Longer than storing a link, a mail and a row of the audit log, whose writers wait for each other. */
const askStepMs = 250;

/** For who has forgotten their password. */
@Injectable()
export class ResetPassword {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(PageLinks) private readonly links: PageLinks,
  ) {}

  /** Mails a link when the address has an account; the caller cannot tell. */
  async ask(typedEmail: string, address: string): Promise<void> {
    const email = normalEmail(typedEmail);
    const { users, tokens, database, audit } = this.storage;
    await inEvenTime(askStepMs, () =>
      database.transaction(async (tx) => {
        const now = Date.now();
        await users.lockEmail(tx, email);
        const user = await users.byEmail(tx, email);
        if (user === null || !(await mayMailForStranger(tx, email, now))) return;
        await audit.record(tx, { actorId: null, action: 'users.password-reset-asked', subjectId: user.id, address, detail: {} });
        const token = randomToken();
        const link = { userId: user.id, purpose: 'reset-password' as const, email, passwordHash: null, displayName: null };
        await tokens.add(tx, tokenHash(token), link, { at: new Date(now), expiresAt: new Date(now + linkLifeMs) });
        await promiseMail(tx, user.id, resetMail(email, this.links.resetPassword(token)), now);
      }),
    );
  }

  /** Sets a new password with the token of a link, ends every session, and takes the address as confirmed: its owner has read the mail. */
  async reset(token: string, password: string, address: string): Promise<void> {
    const { users, tokens, database } = this.storage;
    const hash = tokenHash(token);
    const link = await tokens.find(database, hash, ['reset-password'], new Date(Date.now()));
    const known = typeof link?.userId === 'string' ? await users.byId(database, link.userId) : null;
    if (known === null) throw badToken();
    this.passwords.check(password, known.email);
    const passwordHash = await this.passwords.hash(password);
    const now = Date.now();
    const ended = await database.transaction(async (tx) => {
      const user = await users.lockById(tx, known.id);
      if (user === null || (await tokens.use(tx, hash, ['reset-password'], new Date(now))) === null) throw badToken();
      await users.setPassword(tx, user.id, passwordHash);
      await users.verifyEmail(tx, user.id, new Date(now));
      await tokens.revokeAll(tx, user.id);
      await this.storage.recordOwn(tx, 'users.password-reset', { userId: user.id, address });
      await this.guesses.clearCodes(tx, user.id);
      await promiseMail(tx, user.id, passwordChangedMail(user.email, this.links.forgotPassword()), now);
      return this.sessions.endWithin(tx, user.id, {}, 'password reset');
    });
    this.sessions.announceEnded(known.id, ended);
    await this.guesses.clear(known.email, address);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import { normalEmail } from '../domain/email';
import { inEvenTime } from './even-time';
import { alreadyRegisteredMail } from './mails';
import { PageLinks } from './page-links';
import { Passwords } from './passwords';
import { mayMailForStranger, promiseMail } from './promise-mail';
import { UserStorage } from './user-storage';
import { VerificationLinks } from './verification-links';

/** Longer than a hash and the few statements after it. */
const registerStepMs = 250;
const resendStepMs = 100;

/** Makes accounts. To the caller a known address is like an unknown one; only the mailbox learns which it was. */
@Injectable()
export class Register {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(PageLinks) private readonly links: PageLinks,
    @Inject(VerificationLinks) private readonly verification: VerificationLinks,
  ) {}

  /** Throws a 422 for a password that may not be chosen, a 503 when too many wait. */
  async register(typed: { email: string; password: string; displayName: string }, address: string): Promise<void> {
    const email = normalEmail(typed.email);
    this.passwords.check(typed.password, email);
    await inEvenTime(registerStepMs, async () => {
      const chosen = { passwordHash: await this.passwords.hash(typed.password), displayName: typed.displayName };
      await this.storage.database.transaction((tx) => this.store(tx, { email, address }, chosen, Date.now()));
    });
  }

  /** Mails the link of a registration that waits for it once more. */
  async resend(typedEmail: string): Promise<void> {
    const email = normalEmail(typedEmail);
    await inEvenTime(resendStepMs, () =>
      this.storage.database.transaction(async (tx) => {
        await this.storage.users.lockEmail(tx, email);
        const user = await this.storage.users.byEmail(tx, email);
        if (user?.emailVerifiedAt !== null || !(await mayMailForStranger(tx, email, Date.now()))) return;
        await this.verification.mailTo(tx, { id: user.id, email }, await this.verification.newestChoice(tx, user.id), Date.now());
      }),
    );
  }

  private async store(
    tx: Transaction,
    { email, address }: { email: string; address: string },
    chosen: { passwordHash: string; displayName: string },
    now: number,
  ): Promise<void> {
    const { users, audit } = this.storage;
    await users.lockEmail(tx, email);
    const id = await users.add(tx, { email, ...chosen, createdAt: new Date(now) });
    if (id !== null) {
      await audit.record(tx, { actorId: null, action: 'users.registered', subjectId: id, address, detail: {} });
      return this.verification.mailTo(tx, { id, email }, chosen, now);
    }
    if (!(await mayMailForStranger(tx, email, now))) return;
    const known = await users.byEmail(tx, email);
    if (known === null) return;
    if (known.emailVerifiedAt === null) return this.verification.mailTo(tx, { id: known.id, email }, chosen, now);
    await promiseMail(tx, known.id, alreadyRegisteredMail(email, this.links.forgotPassword()), now);
  }
}

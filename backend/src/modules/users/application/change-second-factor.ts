import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { TotpSetUp } from '@tideline/contracts';
import { generateSecret, generateURI } from 'otplib';
import { sessionEnded } from '../../../platform/access/access.errors';
import type { Transaction } from '../../../platform/database/database';
import { recoveryCodeCount, recoveryCodeOf, typedRecoveryCode } from '../domain/recovery-code';
import type { User } from '../domain/user';
import { LimitGuesses } from './limit-guesses';
import { newRecoveryCodesMail, secondFactorOffMail, secondFactorOnMail } from './mails';
import { noSecondFactor, secondFactorIsOn, wrongCode } from './own-account.errors';
import { PageLinks } from './page-links';
import { promiseMail, type Mail } from './promise-mail';
import type { Changer } from './show-identity';
import { ShowSecondFactor } from './show-second-factor';
import { TotpSecrets } from './totp-secrets';
import { tokenHash } from './user-keys';
import { UserStorage } from './user-storage';

const issuer = 'Tideline';

/** Switches a second factor (RFC 6238: SHA-1, six digits, 30 seconds) on and off. */
@Injectable()
export class ChangeSecondFactor {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(TotpSecrets) private readonly secrets: TotpSecrets,
    @Inject(ShowSecondFactor) private readonly factors: ShowSecondFactor,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(PageLinks) private readonly links: PageLinks,
  ) {}

  /** Gives a new secret; nothing asks for it before it is confirmed. Throws a 409 when the account has a second factor. */
  async begin({ userId }: Changer): Promise<TotpSetUp> {
    const secret = generateSecret();
    return this.within(userId, async (tx, user) => {
      if (user.totpEnabledAt !== null) throw secondFactorIsOn();
      await this.storage.factors.begin(tx, userId, this.secrets.seal(userId, secret));
      return { secret, uri: generateURI({ issuer, label: user.email, secret }) };
    });
  }

  /** Switches it on with the first code of the app, and gives the recovery codes. Throws a 409 when none was begun, a 422 for a wrong code. */
  async confirm({ userId, address }: Changer, code: string): Promise<string[]> {
    const { factors } = this.storage;
    const { email } = await this.within(userId, (_tx, user) => Promise.resolve(user));
    await this.guesses.take(email, address);
    const codes = await this.within(userId, async (tx, user) => {
      const begun = await factors.lock(tx, userId);
      if (begun === null || begun.enabledAt !== null) throw noSecondFactor();
      const now = Date.now();
      if (!(await this.factors.takeCode(tx, userId, begun, code, now))) throw wrongCode(422);
      await factors.enable(tx, userId, new Date(now));
      await this.storage.recordOwn(tx, 'users.second-factor-on', { userId, address });
      return this.renewWithin(tx, user, secondFactorOnMail);
    });
    await this.guesses.clear(email, address);
    return codes;
  }

  /** Throws a 409 when it is off. */
  async switchOff({ userId, address }: Changer): Promise<void> {
    await this.within(userId, async (tx, user) => {
      if (user.totpEnabledAt === null) throw noSecondFactor();
      await this.storage.factors.remove(tx, userId);
      await this.storage.recordOwn(tx, 'users.second-factor-off', { userId, address });
      await promiseMail(tx, userId, secondFactorOffMail(user.email, this.links.forgotPassword()), Date.now());
    });
  }

  /** Gives new recovery codes; those of before work no more. Throws a 409 when the second factor is off. */
  async renewCodes({ userId, address }: Changer): Promise<string[]> {
    return this.within(userId, async (tx, user) => {
      if (user.totpEnabledAt === null) throw noSecondFactor();
      await this.storage.recordOwn(tx, 'users.recovery-codes-renewed', { userId, address });
      return this.renewWithin(tx, user, newRecoveryCodesMail);
    });
  }

  private async renewWithin(tx: Transaction, user: User, mail: (to: string, link: string) => Mail): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCodeOf(randomBytes(16)));
    const hashes = codes.map((code) => tokenHash(typedRecoveryCode(code) ?? code));
    await this.storage.factors.replaceCodes(tx, user.id, hashes);
    await promiseMail(tx, user.id, mail(user.email, this.links.forgotPassword()), Date.now());
    return codes;
  }

  private async within<T>(userId: string, work: (tx: Transaction, user: User) => Promise<T>): Promise<T> {
    return this.storage.database.transaction(async (tx) => {
      const user = await this.storage.users.lockById(tx, userId);
      if (user === null) throw sessionEnded();
      return work(tx, user);
    });
  }
}

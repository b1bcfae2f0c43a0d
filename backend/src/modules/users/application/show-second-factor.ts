import { Inject, Injectable } from '@nestjs/common';
import { verifySync } from 'otplib';
import type { Transaction } from '../../../platform/database/database';
import type { StoredSecondFactor } from '../db/second-factors.repository';
import { fewCodes, typedRecoveryCode } from '../domain/recovery-code';
import { stepSeconds, usingStep } from '../domain/totp-steps';
import type { User } from '../domain/user';
import { LimitGuesses } from './limit-guesses';
import { codesGuessedMail, recoveryCodeUsedMail } from './mails';
import { secondFactorRequired, wrongCode } from './own-account.errors';
import { PageLinks } from './page-links';
import { promiseMail } from './promise-mail';
import { TotpSecrets } from './totp-secrets';
import { tokenHash } from './user-keys';
import { UserStorage } from './user-storage';

/** So many wrong codes in a row are no slip any more: somebody else knows the password. */
const suspicious = 5;

/** Takes codes of second factors: of the app, or recovery codes. Each works once. */
@Injectable()
export class ShowSecondFactor {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(TotpSecrets) private readonly secrets: TotpSecrets,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(PageLinks) private readonly links: PageLinks,
  ) {}

  /** Uses up the code of an account that has a second factor. Throws `status` when it is missing or wrong, a 429 for too many tries. */
  async show(user: User, typed: string | undefined, address: string, status: 401 | 422): Promise<void> {
    if (typed === undefined) throw secondFactorRequired(status);
    const tries = await this.guesses.takeCode(user.id);
    const now = Date.now();
    const right = await this.storage.database.transaction(async (tx) => {
      const taken = await this.take(tx, user, { typed, address }, now);
      if (taken) await this.guesses.clearCodes(tx, user.id);
      else await this.tellOfGuess(tx, user, { tries, address }, now);
      return taken;
    });
    if (!right) throw wrongCode(status);
  }

  /** Uses up a code of the app within the caller's transaction; false when it is wrong or was used before. */
  async takeCode(tx: Transaction, userId: string, factor: StoredSecondFactor, code: string, now: number): Promise<boolean> {
    const secret = this.secrets.open(userId, factor.sealedSecret);
    if (secret === null) return false;
    const epoch = Math.floor(now / 1000);
    const verdict = verifySync({ secret, token: code.replace(/\s/g, ''), epoch, epochTolerance: stepSeconds });
    if (!verdict.valid) return false;
    const steps = usingStep(factor.usedSteps, Math.floor(epoch / stepSeconds) + verdict.delta);
    if (steps === null) return false;
    await this.storage.factors.setUsedSteps(tx, userId, steps);
    return true;
  }

  private async tellOfGuess(tx: Transaction, { id, email }: User, guess: { tries: number; address: string }, now: number): Promise<void> {
    const { tries, address } = guess;
    await this.storage.audit.record(tx, { actorId: null, action: 'users.second-factor-failed', subjectId: id, address, detail: { tries } });
    if (tries === suspicious) await promiseMail(tx, id, codesGuessedMail(email, this.links.forgotPassword()), now);
  }

  private async take(tx: Transaction, user: User, { typed, address }: { typed: string; address: string }, now: number): Promise<boolean> {
    const factor = await this.storage.factors.lock(tx, user.id);
    if (factor === null || factor.enabledAt === null) return false;
    if (/^\d{3}\s?\d{3}$/.test(typed)) return this.takeCode(tx, user.id, factor, typed, now);
    if (!(await this.takeRecoveryCode(tx, user, typed, now))) return false;
    await this.storage.recordOwn(tx, 'users.recovery-code-used', { userId: user.id, address });
    return true;
  }

  private async takeRecoveryCode(tx: Transaction, user: User, typed: string, now: number): Promise<boolean> {
    const code = typedRecoveryCode(typed);
    const { factors } = this.storage;
    if (code === null || !(await factors.useCode(tx, user.id, tokenHash(code), new Date(now)))) return false;
    const left = await factors.codesLeft(tx, user.id);
    await promiseMail(tx, user.id, recoveryCodeUsedMail(user.email, { left, few: left <= fewCodes }, this.links.forgotPassword()), now);
    return true;
  }
}

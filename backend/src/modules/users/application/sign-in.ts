import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '@tideline/contracts';
import type { Client } from '../db/sessions.repository';
import { normalEmail } from '../domain/email';
import { accountOf, type User } from '../domain/user';
import { untilNextStep } from './even-time';
import { KeepSessions, type Continued } from './keep-sessions';
import { LimitGuesses } from './limit-guesses';
import { Passwords } from './passwords';
import { UserStorage } from './user-storage';
import { accountDisabled, emailNotVerified, secondFactorRequired, wrongCredentials } from './users.errors';

/** Longer than the slowest hash that is taken, so that no kind of account can be told from another by how it refuses. */
const refusalStepMs = 500;

/** Lets somebody in who knows their password. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
  ) {}

  /** Throws 401 for an unknown address and a wrong password alike, 403 for who may not come in though the password is right. */
  async signIn(typed: { email: string; password: string }, client: Client): Promise<Continued & { account: Account }> {
    const startedAt = performance.now();
    const email = normalEmail(typed.email);
    await this.guesses.take(email, client.address);
    const user = await this.storage.users.byEmail(this.storage.database, email);
    const { ok, outdated } = await this.passwords.verify(typed.password, user?.passwordHash ?? null);
    if (user === null || !ok) {
      await untilNextStep(startedAt, refusalStepMs);
      throw wrongCredentials();
    }
    if (user.totpEnabledAt !== null) throw secondFactorRequired();
    await this.guesses.clear(email, client.address);
    if (user.emailVerifiedAt === null) throw emailNotVerified();
    if (user.status !== 'active') throw accountDisabled();
    const opened = await this.sessions.open(user, client);
    if (outdated) await this.upgrade(user, typed.password);
    return { ...opened, account: accountOf(user) };
  }

  private async upgrade({ id, passwordHash }: User, password: string): Promise<void> {
    if (passwordHash === null) return;
    await this.storage.users.upgradePassword(this.storage.database, id, passwordHash, await this.passwords.hash(password));
  }
}

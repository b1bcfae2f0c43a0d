import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../db/sessions.repository';
import { CodedError } from '../../../platform/http/coded-error';
import { LOG, type Log } from '../../../platform/observability/log';
import { normalEmail } from '../domain/email';
import { type User } from '../domain/user';
import { untilNextStep } from './even-time';
import { KeepSessions, type Continued } from './keep-sessions';
import { LimitGuesses } from './limit-guesses';
import { Passwords } from './passwords';
import { ShowSecondFactor } from './show-second-factor';
import { UserStorage } from './user-storage';
import { accountDisabled, emailNotVerified, wrongCredentials } from './users.errors';

/** Longer than the slowest hash that is taken, so that no kind of account can be told from another by how it refuses. */
const refusalStepMs = 500;

/** Lets somebody in who knows their password. */
@Injectable()
export class SignIn {
  /** How often tries ended how, in this process: `signed_in`, or the refusal's code as `invalid_credentials`. */
  readonly results = new Map<string, number>();

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(KeepSessions) private readonly sessions: KeepSessions,
    @Inject(ShowSecondFactor) private readonly factors: ShowSecondFactor,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * Throws 401 for an unknown address and a wrong password alike, and for a second factor that is missing or wrong; 403 for who may not
   * come in though all of it is right.
   */
  async signIn(...tried: Parameters<SignIn['enter']>): ReturnType<SignIn['enter']> {
    try {
      const entered = await this.enter(...tried);
      this.count('signed_in');
      return entered;
    } catch (error) {
      this.count(error instanceof CodedError ? (error.code.split('.')[1] ?? error.code).toLowerCase() : 'error');
      throw error;
    }
  }

  private async enter(typed: { email: string; password: string; totp?: string | undefined }, client: Client): Promise<Continued> {
    const startedAt = performance.now();
    const email = normalEmail(typed.email);
    await this.passwords.makeSureOfRoom();
    await this.guesses.take(email, client.address);
    const user = await this.storage.users.byEmail(this.storage.database, email);
    const { ok, outdated } = await this.passwords.verify(typed.password, user?.passwordHash ?? null);
    if (user === null || !ok) {
      if (user !== null) await this.recordFailure(user, client);
      await untilNextStep(startedAt, refusalStepMs);
      throw wrongCredentials();
    }
    if (user.totpEnabledAt !== null) await this.factors.show(user, typed.totp, client.address, 401);
    await this.guesses.clear(email, client.address);
    if (user.emailVerifiedAt === null) throw emailNotVerified();
    if (user.status !== 'active') throw accountDisabled();
    const opened = await this.sessions.open(user, client);
    if (outdated) await this.upgrade(user, typed.password);
    return opened;
  }

  private count(result: string): void {
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
  }

  private async recordFailure({ id }: User, { address }: Client): Promise<void> {
    const { audit, database } = this.storage;
    await audit.record(database, { actorId: null, action: 'users.sign-in-failed', subjectId: id, address, detail: {} });
  }

  /** Never rejects: the session is open by now, and the next sign-in tries again. */
  private async upgrade({ id, passwordHash }: User, password: string): Promise<void> {
    if (passwordHash === null) return;
    try {
      await this.storage.users.upgradePassword(this.storage.database, id, passwordHash, await this.passwords.hash(password));
    } catch (error) {
      this.log.warn({ err: error }, 'a password keeps its outdated hash until the next sign-in');
    }
  }
}

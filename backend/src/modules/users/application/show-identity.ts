import { Inject, Injectable } from '@nestjs/common';
import { sessionEnded } from '../../../platform/access/access.errors';
import type { User } from '../domain/user';
import { LimitGuesses } from './limit-guesses';
import { secondFactorOff } from './own-account.errors';
import { Passwords } from './passwords';
import { ShowSecondFactor } from './show-second-factor';
import { UserStorage } from './user-storage';
import { wrongPassword } from './users.errors';

/** Who changes something, and from where. */
export interface Changer {
  userId: string;
  sessionId: string | null;
  address: string;
}

/** Who is signed in shows once more that it is them. A session may be stolen: guesses are as slow here as at the door. */
@Injectable()
export class ShowIdentity {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(ShowSecondFactor) private readonly factors: ShowSecondFactor,
    @Inject(LimitGuesses) private readonly guesses: LimitGuesses,
  ) {}

  /** Gives the account whose password this is. Throws a 422 that names the field `path` when it is not, a 429 for too many tries. */
  async byPassword({ userId, address }: Changer, password: string, path: 'currentPassword' | 'password'): Promise<User> {
    const user = await this.account(userId);
    await this.passwords.makeSureOfRoom();
    await this.guesses.take(user.email, address);
    const { ok } = await this.passwords.verify(password, user.passwordHash);
    if (!ok) {
      await this.storage.recordOwn(this.storage.database, 'users.wrong-password', { userId, address });
      throw wrongPassword(path);
    }
    await this.guesses.clear(user.email, address);
    return user;
  }

  /** The same with what a step-up takes: of who has a second factor that one, of everybody else the password. */
  async show(changer: Changer, typed: { password: string } | { totp: string }): Promise<User> {
    const user = await this.account(changer.userId);
    if (user.totpEnabledAt === null) {
      if ('totp' in typed) throw secondFactorOff();
      return this.byPassword(changer, typed.password, 'password');
    }
    await this.guesses.take(user.email, changer.address);
    await this.factors.show(user, 'totp' in typed ? typed.totp : undefined, changer.address, 422);
    await this.guesses.clear(user.email, changer.address);
    return user;
  }

  private async account(userId: string): Promise<User> {
    const user = await this.storage.users.byId(this.storage.database, userId);
    if (user === null) throw sessionEnded();
    return user;
  }
}

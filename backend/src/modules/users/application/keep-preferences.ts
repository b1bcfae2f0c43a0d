import { Inject, Injectable } from '@nestjs/common';
import type { Preferences } from '@tideline/contracts';
import { sessionEnded } from '../../../platform/access/access.errors';
import { EventBridge } from '../../../platform/events/event-bridge';
import { readPreferences, unstorableIn } from '../domain/kept-preferences';
import { preferencesChanged, preferencesRefused, preferencesTooLarge } from './own-account.errors';
import { UserStorage } from './user-storage';
import './user-events';

/** In UTF-8, as JSON. */
export const largestPreferences = 65_536;

/** What a person chose about how the app looks and behaves. */
@Injectable()
export class KeepPreferences {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(EventBridge) private readonly bridge: EventBridge,
  ) {}

  async read(userId: string): Promise<Preferences> {
    const stored = await this.storage.users.preferences(this.storage.database, userId);
    if (stored === null) throw sessionEnded();
    return readPreferences(stored);
  }

  /**
   * Puts them in place of what was there, if `expected` holds for that, and gives them as stored. Throws a 400 for what cannot be stored,
   * a 412 when it does not hold, a 413 for more than 64 KiB.
   */
  async replace(userId: string, preferences: Preferences, expected: (current: Preferences) => boolean): Promise<Preferences> {
    const fault = unstorableIn(preferences);
    if (fault !== null) throw preferencesRefused(fault.path, fault.message);
    if (Buffer.byteLength(JSON.stringify(preferences)) > largestPreferences) throw preferencesTooLarge(largestPreferences);
    const { users, database } = this.storage;
    const stored = await database.transaction(async (tx) => {
      if ((await users.lockById(tx, userId)) === null) throw sessionEnded();
      if (!expected(readPreferences((await users.preferences(tx, userId)) ?? {}))) throw preferencesChanged();
      return users.setPreferences(tx, userId, preferences);
    });
    this.bridge.publish('users.preferences-changed', { userId });
    return readPreferences(stored);
  }
}

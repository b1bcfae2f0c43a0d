import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AuditDetail } from '../../../platform/audit/audit-chain';
import { CONFIG, type Config } from '../../../platform/config/config';
import type { Transaction } from '../../../platform/database/database';
import { EventBridge } from '../../../platform/events/event-bridge';
import { LOG, type Log } from '../../../platform/observability/log';
import { normalEmail } from '../domain/email';
import { PageLinks } from './page-links';
import { Passwords } from './passwords';
import { randomToken, tokenHash } from './user-keys';
import './user-events';
import { UserStorage } from './user-storage';
import { badToken } from './users.errors';

const linkLifeMs = 7 * 86_400_000;
const oneAtATime = 'the first administrator';

interface NewAdministrator {
  email: string;
  password: string;
  displayName: string;
}

/** Sees to it that an install has an administrator: that of ADMIN_EMAIL, or who follows the link in the log. */
@Injectable()
export class FirstAdministrator implements OnApplicationBootstrap {
  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(PageLinks) private readonly links: PageLinks,
    @Inject(EventBridge) private readonly bridge: EventBridge,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.config;
    if (ADMIN_EMAIL !== undefined && ADMIN_PASSWORD !== undefined) return this.appoint(normalEmail(ADMIN_EMAIL), ADMIN_PASSWORD);
    const token = await this.offerSetUp();
    if (token !== null) this.log.info(`there is no administrator yet: become it at ${this.links.setUp(token)} (works once, for 7 days)`);
  }

  /** Makes the account of a set-up link, while there is no administrator. Throws a 422 when the link or the password is refused. */
  async setUp(token: string, { email: typed, password, displayName }: NewAdministrator, address: string): Promise<void> {
    const { users, tokens, database } = this.storage;
    const now = new Date(Date.now());
    const hash = tokenHash(token);
    if ((await tokens.find(database, hash, ['set-up'], now)) === null) throw badToken();
    const email = normalEmail(typed);
    this.passwords.check(password, email);
    const passwordHash = await this.passwords.hash(password);
    const id = await database.transaction(async (tx) => {
      await users.lockEmail(tx, oneAtATime);
      if ((await users.hasAdmin(tx)) || (await tokens.use(tx, hash, ['set-up'], now)) === null) throw badToken();
      await tokens.revokeSetUps(tx);
      const made = await this.make(tx, { email, passwordHash, displayName }, { now, resetPassword: true });
      await this.record(tx, made, { by: 'set-up link' }, address);
      return made;
    });
    this.bridge.publish('users.changed', { userId: id });
  }

  /** Each start says it again, so that an operator never stands before a locked door; for the same reason a weak password is told and taken. */
  private async appoint(email: string, password: string): Promise<void> {
    const { users, database } = this.storage;
    const known = await users.byEmail(database, email);
    if (known?.role === 'admin' && known.emailVerifiedAt !== null) return;
    const fault = this.passwords.faultOf(password, email);
    if (fault !== null) this.log.warn(`ADMIN_PASSWORD ${fault}: sign in and choose another`);
    const passwordHash = await this.passwords.hash(password);
    const id = await database.transaction(async (tx) => {
      await users.lockEmail(tx, email);
      const account = { email, passwordHash, displayName: 'Administrator' };
      const made = await this.make(tx, account, { now: new Date(Date.now()), resetPassword: false });
      await this.record(tx, made, { by: 'ADMIN_EMAIL' }, null);
      return made;
    });
    this.bridge.publish('users.changed', { userId: id });
    this.log.info('the account of ADMIN_EMAIL is administrator');
  }

  /** Promotes who has the address. Whoever has not confirmed it may be a stranger: their password counts for nothing. */
  private async make(
    tx: Transaction,
    { email, passwordHash, displayName }: { email: string; passwordHash: string; displayName: string },
    { now, resetPassword }: { now: Date; resetPassword: boolean },
  ): Promise<string> {
    const { users, tokens, sessions } = this.storage;
    const added = await users.add(tx, { email, displayName, passwordHash, role: 'admin', verifiedAt: now, createdAt: now });
    if (added !== null) return added;
    const known = await users.byEmail(tx, email);
    if (known === null) throw badToken();
    if (resetPassword || known.emailVerifiedAt === null || known.passwordHash === null) {
      await users.setPassword(tx, known.id, passwordHash);
      await tokens.revokeAll(tx, known.id);
      await sessions.end(tx, known.id, {}, { at: now, reason: 'became administrator' });
    }
    await users.verifyEmail(tx, known.id, now);
    await users.promote(tx, known.id);
    return known.id;
  }

  private record(tx: Transaction, id: string, detail: AuditDetail, address: string | null): Promise<void> {
    return this.storage.audit.record(tx, { actorId: null, action: 'users.became-administrator', subjectId: id, address, detail });
  }

  private async offerSetUp(): Promise<string | null> {
    const { users, tokens, database } = this.storage;
    if (await users.hasAdmin(database)) return null;
    const token = randomToken();
    const now = Date.now();
    const link = { userId: null, purpose: 'set-up' as const, email: null, passwordHash: null, displayName: null };
    await tokens.add(database, tokenHash(token), link, { at: new Date(now), expiresAt: new Date(now + linkLifeMs) });
    return token;
  }
}

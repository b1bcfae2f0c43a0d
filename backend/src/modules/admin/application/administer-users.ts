import { Inject, Injectable } from '@nestjs/common';
import type { AdminUserChange, AdminUserDetail, VerificationLink } from '@tideline/contracts';
import { LivePresence } from '../../../platform/realtime/live/live-presence';
import { FindUsers, ManageUsers, VerificationLinks, verificationLinkMs } from '../../users';
import { AuditedDeeds, type Administrator } from './audited-deeds';

/** What administrators see of one account and do to it. */
@Injectable()
export class AdministerUsers {
  constructor(
    @Inject(FindUsers) private readonly found: FindUsers,
    @Inject(ManageUsers) private readonly users: ManageUsers,
    @Inject(VerificationLinks) private readonly links: VerificationLinks,
    @Inject(LivePresence) private readonly presence: LivePresence,
    @Inject(AuditedDeeds) private readonly deeds: AuditedDeeds,
  ) {}

  async one(by: Administrator, userId: string): Promise<AdminUserDetail> {
    const user = await this.found.one(userId, by.identity.sessionId);
    return { ...user, openSockets: this.presence.socketsOf(userId) };
  }

  async change(by: Administrator, userId: string, change: AdminUserChange): Promise<AdminUserDetail> {
    const asker = { accountId: by.identity.accountId, inPerson: by.identity.sessionId !== null };
    const deed = { action: 'users.account-changed', subjectId: userId, detail: { ...change } };
    const ended = await this.deeds.do(by, deed, (tx) => this.users.change(tx, asker, userId, change));
    this.users.announce(ended);
    return this.one(by, userId);
  }

  async endSession(by: Administrator, userId: string, sessionId: string): Promise<void> {
    const deed = { action: 'users.session-ended-by-administrator', subjectId: userId, detail: { session: sessionId } };
    this.users.announce(await this.deeds.do(by, deed, (tx) => this.users.endSession(tx, userId, sessionId)));
  }

  async revokeKey(by: Administrator, userId: string, keyId: string): Promise<void> {
    const deed = { action: 'users.api-key-revoked-by-administrator', subjectId: userId, detail: { key: keyId } };
    this.users.announce(await this.deeds.do(by, deed, (tx) => this.users.revokeKey(tx, userId, keyId)));
  }

  async resendVerification(by: Administrator, userId: string): Promise<void> {
    const deed = { action: 'users.verification-mailed-again', subjectId: userId };
    await this.deeds.do(by, deed, (tx) => this.links.mail(tx, userId, Date.now()));
  }

  async verificationLink(by: Administrator, userId: string): Promise<VerificationLink> {
    const now = Date.now();
    const deed = { action: 'users.verification-link-made', subjectId: userId };
    const link = await this.deeds.do(by, deed, (tx) => this.links.give(tx, userId, now));
    return { link, expiresAt: new Date(now + verificationLinkMs).toISOString() };
  }
}

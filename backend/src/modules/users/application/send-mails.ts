import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database';
import { MAIL_TRANSPORT, MailFault, type MailTransport } from '../../../platform/mail/mail-transport';
import { LOG, type Log } from '../../../platform/observability/log';
import type { ClaimedMail } from '../db/outbox-mails.repository';
import { nextTry } from '../domain/mail-retry';
import { UserStorage } from './user-storage';

export { mailsChannel } from '../db/outbox-mails.repository';

/** So many mails are on their way at once from one process. */
const sendersAtOnce = 3;
/** A process that closes lets the mail that is on its way arrive first. */
const graceMs = 5_000;

/**
 * Sends the mails that were promised. Each is claimed and marked in one transaction that is held while it is sent: nobody else sends it,
 * and a process that dies between gives it back. Only a death in the moment after the server took it makes a second copy, and that has
 * the same Message-ID.
 */
@Injectable()
export class SendMails {
  /** What became of the tries of this process. */
  readonly counts = { sent: 0, failed: 0, givenUp: 0 };
  /** How many mails waited when this process last looked. */
  waiting = 0;
  private senders = 0;
  private missed = false;

  constructor(
    @Inject(UserStorage) private readonly storage: UserStorage,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Sends what is due, one mail after the other; returns at once when enough do so already. Rejects when nothing can be sent at the moment. */
  async sendDue(signal: AbortSignal): Promise<void> {
    if (this.senders >= sendersAtOnce) {
      this.missed = true;
      return;
    }
    this.senders++;
    try {
      do {
        this.missed = false;
        while (!signal.aborted && (await this.sendNext(signal)));
      } while (this.missed && !signal.aborted);
    } catch (error) {
      // The next process sends what was on its way.
      if (!signal.aborted) throw error;
    } finally {
      this.senders--;
      this.waiting = await this.storage.mails.countWaiting(this.storage.database);
    }
  }

  /** False when nothing is due. */
  private async sendNext(signal: AbortSignal): Promise<boolean> {
    const { database, mails } = this.storage;
    const fault = await database.transaction(async (tx) => {
      const mail = await mails.claim(tx, new Date(Date.now()));
      if (mail === null) return 'nothing due';
      const failed = await this.send(mail, signal);
      if (failed === null) await mails.markSent(tx, mail.id, new Date(Date.now()));
      else await this.keep(tx, mail, failed);
      return failed;
    });
    if (fault === 'nothing due') return false;
    if (fault === null) this.counts.sent++;
    // The reason is in the log; everybody may read how the last run of a job ended.
    else if (fault.kind === 'unreachable') throw new Error('mails cannot be sent at the moment');
    return true;
  }

  private async send(
    { id, recipient, subject, textBody, htmlBody, createdAt }: ClaimedMail,
    signal: AbortSignal,
  ): Promise<MailFault | null> {
    const mail = { id, to: recipient, subject, text: textBody, html: htmlBody, date: createdAt };
    const closing = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const close = (): void => void (timer = setTimeout(() => closing.abort(signal.reason), graceMs));
    signal.addEventListener('abort', close, { once: true });
    try {
      await this.transport.send(mail, closing.signal);
      return null;
    } catch (error) {
      if (error instanceof MailFault) return error;
      throw error;
    } finally {
      signal.removeEventListener('abort', close);
      clearTimeout(timer);
    }
  }

  private async keep(tx: Transaction, { id, attempts, createdAt }: ClaimedMail, { kind, message }: MailFault): Promise<void> {
    const now = Date.now();
    const retryAt = kind === 'refused' ? null : nextTry(attempts + 1, createdAt.getTime(), now);
    if (retryAt !== null) {
      this.counts.failed++;
      this.log.info({ mail: id, attempts: attempts + 1, reason: message }, 'a mail could not be sent and is tried again');
      return this.storage.mails.retryLater(tx, id, new Date(retryAt), message);
    }
    this.counts.givenUp++;
    this.log.warn({ mail: id, attempts: attempts + 1, reason: message }, 'a mail was given up');
    return this.storage.mails.giveUp(tx, id, new Date(now), message);
  }
}

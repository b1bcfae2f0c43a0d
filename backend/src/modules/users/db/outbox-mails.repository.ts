import type { Transaction } from '../../../platform/database/database';

/** A mail as it is to be sent. */
interface WrittenMail {
  recipient: string;
  subject: string;
  textBody: string;
  htmlBody: string;
}

/** A mail as it waits to be sent; `userId`: the account that it speaks of. */
export interface WaitingMail extends WrittenMail {
  userId: string;
}

/** A mail that this transaction alone may send. */
export interface ClaimedMail extends WrittenMail {
  id: string;
  createdAt: Date;
  attempts: number;
}

/** A mail that could not be sent so far. */
export interface FailedMailRow {
  subject: string;
  createdAt: Date;
  attempts: number;
  error: string | null;
  givenUpAt: Date | null;
}

/** PostgreSQL tells on this channel that a mail was promised, when the transaction that did so is stored. */
export const mailsChannel = 'tideline_mails';

const waiting = 'sent_at IS NULL AND given_up_at IS NULL';
/** A link in a body is as good as a password. */
const emptied = `text_body = '', html_body = ''`;
/** The farewell outlives its account; once it is sent, nobody needs to know any more where it went. */
const forgotten = `recipient = CASE WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.status = 'deleted') THEN '' ELSE recipient END`;

/** Mails that were promised. */
export class OutboxMails {
  async add(tx: Transaction, mail: WaitingMail, at: Date): Promise<void> {
    await tx.query(
      `WITH added AS (INSERT INTO outbox_mails (user_id, recipient, subject, text_body, html_body, created_at) VALUES ($1, $2, $3, $4, $5, $6))
       SELECT pg_notify($7, '')`,
      [mail.userId, mail.recipient, mail.subject, mail.textBody, mail.htmlBody, at, mailsChannel],
    );
  }

  /** How many mails one address was promised since then. */
  async countSince(tx: Transaction, recipient: string, since: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>('SELECT count(*) FROM outbox_mails WHERE recipient = $1 AND created_at > $2', [
      recipient,
      since,
    ]);
    return row?.count ?? 0;
  }

  /**
   * Gives the oldest mail that may be tried and that nobody else is sending; null when there is none. It is held until the transaction
   * ends: a process that dies gives it back at once.
   */
  async claim(tx: Transaction, now: Date): Promise<ClaimedMail | null> {
    const [row] = await tx.query<ClaimedMail>(
      `SELECT id, recipient, subject, text_body AS "textBody", html_body AS "htmlBody", created_at AS "createdAt", attempts
       FROM outbox_mails WHERE ${waiting} AND (retry_at IS NULL OR retry_at <= $1)
       ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now],
    );
    return row ?? null;
  }

  async markSent(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE outbox_mails SET sent_at = $2, attempts = attempts + 1, last_error = NULL, retry_at = NULL, ${emptied}, ${forgotten} WHERE id = $1`,
      [id, at],
    );
  }

  async retryLater(tx: Transaction, id: string, retryAt: Date, error: string): Promise<void> {
    await tx.query('UPDATE outbox_mails SET retry_at = $2, attempts = attempts + 1, last_error = $3 WHERE id = $1', [id, retryAt, error]);
  }

  async giveUp(tx: Transaction, id: string, at: Date, error: string): Promise<void> {
    await tx.query(
      `UPDATE outbox_mails SET given_up_at = $2, attempts = attempts + 1, last_error = $3, retry_at = NULL, ${emptied}, ${forgotten} WHERE id = $1`,
      [id, at, error],
    );
  }

  /** Those to an address since then that were not sent at the first try and are not sent yet, newest first. */
  async failedTo(tx: Transaction, recipient: string, since: Date, limit: number): Promise<FailedMailRow[]> {
    return tx.query<FailedMailRow>(
      `SELECT subject, created_at AS "createdAt", attempts, last_error AS error, given_up_at AS "givenUpAt" FROM outbox_mails
       WHERE recipient = $1 AND created_at > $2 AND sent_at IS NULL AND attempts > 0 ORDER BY created_at DESC LIMIT $3`,
      [recipient, since, limit],
    );
  }

  async countWaiting(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`SELECT count(*) FROM outbox_mails WHERE ${waiting}`);
    return row?.count ?? 0;
  }

  /** Forgets mails that were sent or given up before then. */
  async deleteDone(tx: Transaction, before: Date): Promise<void> {
    await tx.query('DELETE FROM outbox_mails WHERE sent_at < $1 OR given_up_at < $1', [before]);
  }
}

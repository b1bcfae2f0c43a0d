import type { Transaction } from '../../../platform/database/database';

/** A mail as it waits to be sent. */
export interface WaitingMail {
  recipient: string;
  subject: string;
  textBody: string;
  htmlBody: string;
}

/** Mails that were promised. */
export class OutboxMails {
  async add(tx: Transaction, mail: WaitingMail, at: Date): Promise<void> {
    await tx.query('INSERT INTO outbox_mails (recipient, subject, text_body, html_body, created_at) VALUES ($1, $2, $3, $4, $5)', [
      mail.recipient,
      mail.subject,
      mail.textBody,
      mail.htmlBody,
      at,
    ]);
  }

  /** How many mails one address was promised since then. */
  async countSince(tx: Transaction, recipient: string, since: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>('SELECT count(*) FROM outbox_mails WHERE recipient = $1 AND created_at > $2', [
      recipient,
      since,
    ]);
    return row?.count ?? 0;
  }
}

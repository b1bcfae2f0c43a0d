import type { Transaction } from '../../../platform/database/database';
import { OutboxMails } from '../db/outbox-mails.repository';
import { htmlBody, textBody, type MailParagraph } from '../domain/mail-body';

/** A mail, before it is written out as text and HTML. */
export interface Mail {
  to: string;
  subject: string;
  paragraphs: readonly MailParagraph[];
}

const mails = new OutboxMails();
const mailsByStrangers = 5;
const hourMs = 3_600_000;

/**
 * Promises a mail about the account `userId` in the transaction of what it tells of: it is sent exactly when that is stored, also if the
 * process dies between.
 */
export async function promiseMail(tx: Transaction, userId: string, { to, subject, paragraphs }: Mail, now: number): Promise<void> {
  const mail = { userId, recipient: to, subject, textBody: textBody(paragraphs), htmlBody: htmlBody(subject, paragraphs) };
  await mails.add(tx, mail, new Date(now));
}

/** Whether one more mail may go where anybody can send it: at most five an hour to one address, so that nobody's mailbox is flooded from here. */
export async function mayMailForStranger(tx: Transaction, to: string, now: number): Promise<boolean> {
  return (await mails.countSince(tx, to, new Date(now - hourMs))) < mailsByStrangers;
}

import type { Transaction } from '../../../platform/database/database';
import { OutboxMails } from '../db/outbox-mails.repository';

/** A mail as plain paragraphs; a paragraph that is an address becomes a link. */
export interface Mail {
  to: string;
  subject: string;
  paragraphs: string[];
}

const mails = new OutboxMails();
const mailsByStrangers = 5;
const hourMs = 3_600_000;

/** Promises a mail in the transaction of what it tells of: it is sent exactly when that is stored, also if the process dies between. */
export async function promiseMail(tx: Transaction, { to, subject, paragraphs }: Mail, now: number): Promise<void> {
  const textBody = `${paragraphs.join('\n\n')}\n`;
  await mails.add(tx, { recipient: to, subject, textBody, htmlBody: htmlOf(subject, paragraphs) }, new Date(now));
}

/** Whether one more mail may go where anybody can send it: at most five an hour to one address, so that nobody's mailbox is flooded from here. */
export async function mayMailForStranger(tx: Transaction, to: string, now: number): Promise<boolean> {
  return (await mails.countSince(tx, to, new Date(now - hourMs))) < mailsByStrangers;
}

function htmlOf(subject: string, paragraphs: string[]): string {
  const body = paragraphs.map((text) => {
    const safe = escaped(text);
    return /^https?:\/\/\S+$/.test(text) ? `<p><a href="${safe}">${safe}</a></p>` : `<p>${safe}</p>`;
  });
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

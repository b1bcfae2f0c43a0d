import addressparser from 'nodemailer/lib/addressparser';
import type { SendMailOptions } from 'nodemailer';
import type { OutgoingMail } from './mail-transport';

/** Who mails come from. */
export interface Sender {
  name: string;
  address: string;
}

/** Reads `Name <address>` or a bare address; null for anything else. */
export function senderOf(text: string): Sender | null {
  const [first, ...others] = addressparser(text);
  if (first === undefined || others.length > 0 || first.address === undefined) return null;
  const { name, address } = first;
  return /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address) && !/\p{Cc}/u.test(text) ? { name, address } : null;
}

/**
 * Writes a mail as a message of RFC 5322: text and HTML, nothing fetched from elsewhere. Recipient and subject are values and nothing
 * else: no line break and no comma in them makes another header or another recipient.
 */
export function messageOf(mail: OutgoingMail, sender: Sender): SendMailOptions {
  return {
    messageId: `<${mail.id}@${sender.address.split('@')[1] ?? 'localhost'}>`,
    date: mail.date,
    from: sender,
    to: { name: '', address: mail.to },
    envelope: { from: sender.address, to: [mail.to] },
    subject: mail.subject.replace(/\p{Cc}+/gu, ' '),
    text: asItIs(mail.text),
    html: mail.html,
    // No out-of-office note is sent to a mail that nobody wrote (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Text of ASCII goes as it is, in lines of up to 998 characters (RFC 5322): whoever opens a mail's file in an editor can copy its link.
 * Other text is encoded by the library.
 */
function asItIs(text: string): NonNullable<SendMailOptions['text']> {
  if (!/^[\n\x20-\x7e]*$/.test(text) || /.{999}/.test(text)) return text;
  return { raw: `Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text.replaceAll('\n', '\r\n')}` };
}

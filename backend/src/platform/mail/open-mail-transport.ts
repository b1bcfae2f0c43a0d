import { join } from 'node:path';
import type { Config } from '../config/config';
import { makeDataFolder } from '../config/data-folder';
import type { Log } from '../observability/log';
import { FolderTransport } from './folder-transport';
import type { MailTransport } from './mail-transport';
import { senderOf } from './message';
import { SmtpTransport } from './smtp-transport';

/** Gives the way that mails take: the server of SMTP_URL, or files in DATA_DIR/outbox without one, of which the log is told. */
export function openMailTransport({ SMTP_URL, MAIL_FROM, DATA_DIR }: Config, log: Log): MailTransport {
  const sender = senderOf(MAIL_FROM);
  if (sender === null) throw new Error('MAIL_FROM was not checked');
  if (SMTP_URL !== undefined) return new SmtpTransport(SMTP_URL, sender);
  const folder = makeDataFolder(join(DATA_DIR, 'outbox'));
  log.info(`SMTP_URL is unset: mails are not sent but written to ${folder}`);
  return new FolderTransport(folder, sender);
}

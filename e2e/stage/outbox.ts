import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { until } from './until';

/** The token of the newest link that was mailed to an address, as an app without SMTP writes its mails: files below its data folder. */
export async function mailedToken(folder: string, to: string, subject: string): Promise<string> {
  return until(`the mail "${subject}" to ${to}`, () => newestToken(join(folder, 'outbox'), to, subject), 30_000, 250);
}

async function newestToken(outbox: string, to: string, subject: string): Promise<string | null> {
  const files = existsSync(outbox) ? readdirSync(outbox).filter((name) => name.endsWith('.eml')) : [];
  for (const name of files.toSorted().toReversed()) {
    const mail = await PostalMime.parse(readFileSync(join(outbox, name)));
    const token = /#token=([\w-]+)/.exec(mail.text ?? '')?.[1];
    if (token !== undefined && mail.subject === subject && mail.to?.some(({ address }) => address === to)) return token;
  }
  return null;
}

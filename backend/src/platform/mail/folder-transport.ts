import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { MailFault, type MailTransport, type OutgoingMail } from './mail-transport';
import { messageOf, type Sender } from './message';

/** Writes mails into a folder instead of sending them, each as a file that mail programs open. Only the owner may read them. */
export class FolderTransport implements MailTransport {
  private readonly transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly sender: Sender,
  ) {}

  /** The file appears under its name only when it is whole; writing the same mail again replaces it. */
  async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { message } = await this.transport.sendMail(messageOf(mail, this.sender));
    const name = fileName(mail);
    try {
      const unfinished = join(this.folder, `.${name}.part`);
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(message as Buffer);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, join(this.folder, name));
    } catch (error) {
      throw new MailFault('unreachable', (error as Error).message);
    }
  }
}

/** Sorts by time: `2026-01-31T12-00-00Z-<id>.eml`. */
function fileName({ date, id }: OutgoingMail): string {
  const time = date.toISOString().slice(0, 19).replaceAll(':', '-');
  return `${time}Z-${id.replace(/[^\w-]/g, '_')}.eml`;
}

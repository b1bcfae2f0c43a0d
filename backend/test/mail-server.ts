import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  parsed: Email;
  secure: boolean;
}

/** What the server says instead of taking a mail: an SMTP reply to RCPT or to the message, or nothing at all. */
export type Refusal = { at: 'recipient' | 'message'; code: number; text: string } | 'silence';

/** A strict SMTP server on a free port of the loopback; it takes mails from who signs in. */
export class MailServer {
  readonly user = 'tideline';
  readonly password = 'a pass/word: of@SMTP';
  readonly mails: ReceivedMail[] = [];
  /** How many tries got as far as naming a recipient. */
  tries = 0;
  /** Decides what becomes of a mail to this recipient; null takes it. */
  refuse: (to: string) => Refusal | null = () => null;
  /** How long it thinks before it takes a mail. */
  delayMs = 0;
  private server: SMTPServer | null = null;
  private port = 0;

  async start(): Promise<this> {
    const server = new SMTPServer({
      // Its certificate is one that everybody knows: clients have to be told to take it, and it says nothing of that.
      authMethods: ['PLAIN', 'LOGIN'],
      logger: false,
      onAuth: ({ username, password }, _session, callback) => {
        if (username === this.user && password === this.password) callback(null, { user: username });
        else callback(Object.assign(new Error('Authentication failed'), { responseCode: 535 }));
      },
      onRcptTo: ({ address }, _session, callback) => {
        this.tries++;
        const refusal = this.refuse(address);
        if (refusal === 'silence') return;
        callback(refusal?.at === 'recipient' ? replyOf(refusal) : null);
      },
      onData: (stream, session, callback) => void this.take(stream, session).then((error) => callback(error), callback),
    });
    server.on('error', () => undefined);
    server.listen(this.port, '127.0.0.1');
    await once(server.server, 'listening');
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    for (const connection of server.connections as Set<{ close(): void }>) connection.close();
    await new Promise<void>((resolve) => server.close(resolve));
  }

  /** For SMTP_URL. `query` as nodemailer reads it. */
  url(query = '', { user = this.user, password = this.password } = {}): string {
    return `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/?tls.rejectUnauthorized=false&${query}`;
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    const refusal = this.refuse(to[0] ?? '');
    if (refusal !== null && refusal !== 'silence' && refusal.at === 'message') return replyOf(refusal);
    await pause(this.delayMs);
    const from = mailFrom === false ? '' : mailFrom.address;
    this.mails.push({ from, to, raw, parsed: await PostalMime.parse(raw), secure: session.secure });
    return null;
  }
}

function replyOf({ code, text }: Exclude<Refusal, 'silence'>): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

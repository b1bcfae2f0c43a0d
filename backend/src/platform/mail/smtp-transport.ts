import { createTransport, type NodemailerError } from 'nodemailer';
import { MailFault, type MailFaultKind, type MailTransport, type OutgoingMail } from './mail-transport';
import { messageOf, type Sender } from './message';

/** Each may be set otherwise in the query of the address: smtp://host?socketTimeout=60000. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000 };
/** One mail takes no longer than this, whatever trickles in meanwhile; who wants to delete its row waits no longer, either. */
const longestMs = 25_000;
const longestReason = 300;

/** Hands mails to the server of SMTP_URL, one connection each. */
export class SmtpTransport implements MailTransport {
  private readonly transport: ReturnType<typeof createTransport>;
  private readonly secrets: string[];

  constructor(
    url: string,
    private readonly sender: Sender,
  ) {
    this.transport = createTransport({ ...timeouts, url });
    const { username, password } = new URL(url);
    this.secrets = [password, decodeURIComponent(password), username].filter((text) => text.length > 3);
  }

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    const deadline = AbortSignal.timeout(longestMs);
    try {
      await this.transport.sendMail({ ...messageOf(mail, this.sender), signal: AbortSignal.any([signal, deadline]) });
    } catch (error) {
      signal.throwIfAborted();
      const fault = error as NodemailerError;
      throw new MailFault(kindOf(fault), this.reason(fault));
    }
  }

  /** What the server said, without what must not be written down: our password, and addresses and links that it may have quoted. */
  private reason({ command, response, message }: NodemailerError): string {
    const said = response === undefined ? message : `${command ?? 'SMTP'}: ${response}`;
    const bare = this.secrets.reduce((text, secret) => text.replaceAll(secret, '…'), said);
    return bare
      .replace(/[^\s<>"]+@[^\s<>"]+|[\w-]{32,}/g, '…')
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, longestReason);
  }
}

/** Only what is said of the recipient or the message is about this mail; a refused sign-in or sender would be the same for all. */
function kindOf({ command, permanent }: NodemailerError): MailFaultKind {
  if (command !== 'RCPT TO' && command !== 'DATA') return 'unreachable';
  return permanent === true ? 'refused' : 'deferred';
}

/** A mail that is ready to go. */
export interface OutgoingMail {
  /** Stays the same however often the mail is sent: a receiver can tell a second copy by it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** When it was written. */
  date: Date;
}

/** Takes mails on their way. */
export interface MailTransport {
  /** Resolves when somebody else is responsible for the mail. Rejects with MailFault, or with the signal's reason. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}

/** Injection token of the transport. */
export const MAIL_TRANSPORT = Symbol('mail transport');

/**
 * - `refused`: this mail, for good.
 * - `deferred`: this mail, for now.
 * - `unreachable`: nothing can be sent at the moment; other mails need not be tried.
 */
export type MailFaultKind = 'refused' | 'deferred' | 'unreachable';

/** Why a mail is not on its way; the message may be stored and logged. */
export class MailFault extends Error {
  constructor(
    readonly kind: MailFaultKind,
    message: string,
  ) {
    super(message);
  }
}

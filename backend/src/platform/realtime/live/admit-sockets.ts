import type { Socket } from 'socket.io';
import { CodedError } from '../../http/coded-error';
import type { LiveAccounts, Membership } from './live-accounts';

type Next = (error?: Error & { data?: unknown }) => void;

/** What the middleware hands to the gateway in `socket.data`: nothing for an anonymous socket. */
export interface Admitted {
  membership?: Membership;
}

/**
 * Reads what a socket is opened with, before it is connected. A refusal is the client's `connect_error` with `{code, detail}` as its
 * `data`; each connection is asked once, so that nobody tries credentials on one connection as fast as it can carry them.
 */
export function admitSockets(accounts: LiveAccounts): (socket: Socket, next: Next) => void {
  return (socket, next) => {
    const { conn } = socket;
    // The first request is dropped here for good, which also marks who has been here before.
    const asked = conn.request === null;
    conn.request = null as never;
    const refuse = (error: unknown): void => {
      next(refusal(accounts.reasonOf(error)));
      // Socket.IO writes the refusal in a later turn.
      setImmediate(() => conn.close());
    };
    if (asked) return refuse(askedTwice());
    try {
      const admission = accounts.admit(socket.handshake.auth);
      if (admission === null) return next();
      admission.then((membership) => {
        Object.assign(socket.data as Admitted, { membership });
        next();
      }, refuse);
    } catch (error) {
      refuse(error);
    }
  };
}

function askedTwice(): CodedError {
  return new CodedError('LIVE.BAD_REQUEST', 400, 'one connection is one socket: open another one');
}

function refusal(reason: { code: string; detail: string }): Error {
  return Object.assign(new Error(reason.detail), { data: reason });
}

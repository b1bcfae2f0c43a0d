import type { Injector } from '@angular/core';
import { effect } from '@angular/core';
import type { LiveCredentials, LiveError, LiveEvents, LiveRequests } from '@tideline/contracts';
import type { Socket } from 'socket.io-client';
import { Session } from './session/session';

type Live = Socket<LiveEvents, LiveRequests>;

const firstRetryMs = 1000;
const slowestRetryMs = 60_000;

/**
 * In whose name the socket is open. The server binds a socket to what it was opened with, so it is opened anew when somebody signs in or
 * out; while they stay, it is given each fresh token before the one before expires.
 */
export class SocketIdentity {
  private readonly session: Session;
  /** Whose socket it is, or is about to be; undefined before the first. */
  private owner: string | null | undefined;
  private given: string | null = null;
  private failures = 0;

  constructor(private readonly injector: Injector) {
    this.session = injector.get(Session);
  }

  /** What the socket is opened with; nothing for a visitor, and when it cannot be found out now who is there. */
  async credentials(): Promise<LiveCredentials> {
    this.given = await this.session.token().catch(() => null);
    this.owner = this.given === null ? null : (this.session.user()?.id ?? null);
    return { token: this.given };
  }

  follow(socket: Live): void {
    socket.on('connect', () => (this.failures = 0));
    socket.on('auth:expiring', () => void this.renew(socket));
    // The server closes it then, and a socket that the server has closed does not come back by itself.
    socket.on('auth:ended', () => this.comeBack(socket, true));
    socket.on('connect_error', (error: Error & { data?: Partial<LiveError> }) => {
      if (!socket.active) this.comeBack(socket, error.data?.code?.startsWith('AUTH.') === true);
    });
    effect(
      () => {
        const id = this.session.user()?.id ?? null;
        if (this.owner === undefined || id === this.owner) return;
        this.owner = id;
        socket.disconnect().connect();
      },
      { injector: this.injector },
    );
  }

  private async renew(socket: Live): Promise<void> {
    const token = await this.session.token().catch(() => null);
    if (token === null || token === this.given) return;
    this.given = token;
    socket.emit('authenticate', { token }, () => undefined);
  }

  /** When it was the token that was refused, with another one if there is one, else as a visitor. */
  private comeBack(socket: Live, tokenRefused: boolean): void {
    const waitMs = Math.min(slowestRetryMs, firstRetryMs * 2 ** this.failures);
    this.failures += 1;
    const { given } = this;
    setTimeout(() => {
      const asked = tokenRefused && given !== null ? this.session.tokenAfter(given).catch(() => null) : Promise.resolve(null);
      // Who turned out to be signed out may be a visitor again already.
      void asked.then(() => {
        if (this.given === given || !socket.active) socket.disconnect().connect();
      });
    }, waitMs);
  }
}

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import { addressKey, callerAddress, type TrustProxy } from '../http/caller-address';
import { FixedWindows } from '../http/fixed-windows';
import { liveNamespace } from './live/live-channel';
import { cutOff, writeEvent } from './socket-wire';

type Connection = Socket['conn'];

/** What one address may open in one process, and how much one connection may say. */
export const connectionLimits = { open: 1_000, connectsPerMinute: 1_200, messages: 2_000, messagesMs: 10_000 };
export type ConnectionLimitFigures = typeof connectionLimits;

/** A client that does not read why it is closed is cut off. */
const goodbyeMs = 500;
const said = Symbol('messages');
interface Counted {
  [said]?: { count: number; since: number };
}

/**
 * Counts connections by address and messages by connection, below any protocol. Connections of this machine are not counted by address:
 * behind a proxy that TRUST_PROXY does not name, everybody would be one address.
 */
export class ConnectionLimits {
  private readonly open = new Map<string, number>();
  private readonly connects: FixedWindows;
  private readonly hear: (this: Connection & Counted) => void;
  private readonly forget: (this: Connection) => void;

  constructor(
    private readonly trust: TrustProxy,
    private readonly limits: ConnectionLimitFigures = connectionLimits,
  ) {
    this.connects = new FixedWindows({ limit: limits.connectsPerMinute, windowSeconds: 60 });
    const { messages, messagesMs } = limits;
    this.hear = function () {
      const now = Math.floor(performance.now());
      const mine = (this[said] ??= { count: 0, since: now });
      if (now - mine.since >= messagesMs) Object.assign(mine, { count: 0, since: now });
      mine.count += 1;
      if (mine.count > messages) expel(this, `more than ${messages} messages in ${messagesMs / 1_000} s`);
    };
    const release = (address: string): void => this.release(address);
    this.forget = function () {
      release(this.remoteAddress);
    };
  }

  /** Why this request may not open a connection; null when it may. Counts it as a try. */
  refusal(request: IncomingMessage): string | null {
    const address = this.addressOf(request);
    if (isOwn(address)) return null;
    if (!this.connects.take(address, performance.now()).allowed) {
      return `LIVE.TOO_MANY_CONNECTIONS: more than ${this.limits.connectsPerMinute} connections a minute from one address`;
    }
    return this.openOf(address) < this.limits.open ? null : this.tooManyOpen();
  }

  /** Counts a connection that was opened; for as long as it is open, its `remoteAddress` is what it is counted under. */
  watch(conn: Connection): void {
    conn.on('packet', this.hear);
    const address = this.addressOf(conn.request);
    if (isOwn(address)) return;
    Object.assign(conn, { remoteAddress: address });
    this.open.set(address, this.openOf(address) + 1);
    conn.on('close', this.forget);
    // Several may have been let in while each was the last.
    if (this.openOf(address) > this.limits.open) conn.close(true);
  }

  openOf(address: string): number {
    return this.open.get(address) ?? 0;
  }

  private release(address: string): void {
    const left = this.openOf(address) - 1;
    if (left > 0) this.open.set(address, left);
    else this.open.delete(address);
  }

  private addressOf(request: IncomingMessage): string {
    return addressKey(callerAddress(request, this.trust));
  }

  private tooManyOpen(): string {
    return `LIVE.TOO_MANY_CONNECTIONS: at most ${this.limits.open} connections at once from one address`;
  }
}

function isOwn(address: string): boolean {
  return address.startsWith('127.') || address === '0:0:0:0::/64';
}

function expel(conn: Connection, detail: string): void {
  if (conn.readyState !== 'open') return;
  writeEvent(conn, liveNamespace, 'live:error', { code: 'LIVE.TOO_MANY_REQUESTS', detail });
  conn.close();
  setTimeout(() => cutOff(conn), goodbyeMs).unref();
}

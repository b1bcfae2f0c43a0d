import {
  maxChannelsPerSocket,
  subscribeRequest,
  type AuthenticateAck,
  type AuthExpiring,
  type LiveError,
  type SubscribeAck,
} from '@tideline/contracts';
import type { Socket } from 'socket.io';
import { cutOff, isDrained, writePacket, type NumberedPacket } from '../socket-wire';
import type { LiveAccounts, Member, Membership } from './live-accounts';
import type { Subscription } from './live-channel';
import type { LiveClient } from './live-channels';
import type { LiveCounts } from './live-counts';
import { LiveRefusal } from './live-refusal';
import { channelsPerSecond, RequestBudget } from './request-budget';

const maxMalformed = 5;
/** Snapshots that wait for a socket which does not read, counted in channels. */
const maxOwed = 2 * maxChannelsPerSocket;
/** Reading a credential costs as much as so many channels. */
const renewalCost = 20;
/** A client that does not read what ended it is cut off. */
const goodbyeMs = 500;

/** One socket of the live stream: its requests within the rules, its events within what it can take. */
export class LiveSocket implements LiveClient {
  subscriptions: readonly Subscription[] = [];
  private readonly budget = new RequestBudget(performance.now());
  private malformed = 0;
  private owed = 0;

  constructor(
    private readonly socket: Socket,
    private readonly counts: LiveCounts,
    readonly membership: Membership | null = null,
  ) {}

  get accountId(): string | null {
    return this.membership?.identity.accountId ?? null;
  }

  isMember(): this is LiveSocket & Member {
    return this.membership !== null;
  }

  drained(): boolean {
    return isDrained(this.socket.conn);
  }

  write(packet: NumberedPacket, seq: number): void {
    writePacket(this.socket.conn, packet, seq);
  }

  close(): void {
    cutOff(this.socket.conn);
  }

  /** Answers a request through its acknowledgement; without one it is malformed. Too many of either kind end the connection. */
  answer(data: unknown, ack: unknown, work: (channels: string[]) => SubscribeAck): void {
    const channels = readChannels(data);
    if (!this.budget.take(Math.max(1, channels?.length ?? 1), performance.now())) {
      return this.expel({ code: 'LIVE.TOO_MANY_REQUESTS', detail: `more than ${channelsPerSecond} channels a second were asked for` });
    }
    if (!isAck<SubscribeAck>(ack))
      return this.refuseMalformed('the request has no acknowledgement: emit(event, {channels}, callback)', null);
    if (channels === null) return this.refuseMalformed('the request is {channels: [1 to 200 names]}', ack);
    ack(this.result(channels, work));
  }

  /** Answers an event that does not exist. */
  refuseUnknown(ack: unknown): void {
    if (!this.mayAsk(1)) return;
    this.refuseMalformed('events are subscribe, unsubscribe and authenticate', isAck<SubscribeAck>(ack) ? ack : null);
  }

  /** Lets the socket go on with a fresh credential. */
  renew(data: unknown, ack: unknown, accounts: LiveAccounts): void {
    if (!this.mayAsk(renewalCost)) return;
    if (!isAck<AuthenticateAck>(ack)) return this.refuseMalformed('authenticate has no acknowledgement', null);
    if (this.isMember()) return void accounts.renew(this, data).then(ack);
    ack({ ok: false, code: 'AUTH.REQUIRED', detail: 'This socket was opened without a credential; open a new one with it.' });
  }

  /** Counts a member in; what its account has too many of is told so and closed. */
  joinAccount(this: LiveSocket & Member, accounts: LiveAccounts): void {
    try {
      accounts.join(this);
    } catch (error) {
      this.expel(accounts.reasonOf(error));
    }
  }

  tellExpiring(event: AuthExpiring): void {
    this.socket.emit('auth:expiring', event);
  }

  /** Says why the account hears nothing here any more, and closes. */
  end(reason: LiveError): void {
    if (!this.socket.connected) return;
    this.counts.closedEnded += 1;
    this.socket.emit('auth:ended', reason);
    this.socket.disconnect(true);
    setTimeout(() => cutOff(this.socket.conn), goodbyeMs).unref();
  }

  private result(channels: string[], work: (channels: string[]) => SubscribeAck): SubscribeAck {
    try {
      this.owed = this.drained() ? channels.length : this.owed + channels.length;
      if (this.owed > maxOwed) throw new LiveRefusal('LIVE.BUSY', 'earlier answers have not been read yet');
      return work(channels);
    } catch (error) {
      if (!(error instanceof LiveRefusal)) throw error;
      this.counts.requestsRefused += 1;
      return { ok: false, code: error.code, detail: error.detail };
    }
  }

  private refuseMalformed(detail: string, ack: ((answer: SubscribeAck) => void) | null): void {
    this.counts.requestsRefused += 1;
    this.malformed += 1;
    if (ack !== null) ack({ ok: false, code: 'LIVE.BAD_REQUEST', detail });
    if (this.malformed >= maxMalformed) return this.expel({ code: 'LIVE.BAD_REQUEST', detail: `too many malformed requests: ${detail}` });
    if (ack === null) this.tell({ code: 'LIVE.BAD_REQUEST', detail });
  }

  private mayAsk(cost: number): boolean {
    if (this.budget.take(cost, performance.now())) return true;
    this.expel({ code: 'LIVE.TOO_MANY_REQUESTS', detail: `more than ${channelsPerSecond} requests a second` });
    return false;
  }

  /** Says what is wrong and closes. */
  expel(error: LiveError): void {
    if (!this.socket.connected) return;
    this.counts.closedUnruly += 1;
    this.tell(error);
    this.socket.disconnect(true);
  }

  /** Says what is wrong where there is no acknowledgement. */
  tell(error: LiveError): void {
    this.socket.emit('live:error', error);
  }
}

function isAck<A>(ack: unknown): ack is (answer: A) => void {
  return typeof ack === 'function';
}

/** Null when the request is not one. More than 200 names are let through: the answer to that has a code of its own. */
function readChannels(data: unknown): string[] | null {
  const parsed = subscribeRequest.safeParse(data);
  if (parsed.success) return parsed.data.channels;
  const long = parsed.error.issues.every(({ code, path }) => code === 'too_big' && path.join() === 'channels');
  return long ? (data as { channels: string[] }).channels : null;
}

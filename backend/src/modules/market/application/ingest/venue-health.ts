import type { VenueState, VenueStatus } from '@tideline/contracts';
import type { RejectReason, VenueEvent } from '../../venues/venue';

/** A connection may be away this long before its venue counts as down. */
const downAfterMs = 5_000;
/** Open, but nothing heard for this long. */
const quietAfterMs = 10_000;
const lagSamples = 64;

/** What is known of one venue's connection; the figures count from the start of the process. */
export class VenueHealth {
  tradesReceived = 0;
  gapsFound = 0;
  gapsRepaired = 0;
  readonly rejected = new Map<RejectReason, number>();
  /** Local clock minus venue clock, ms; null before it was measured. */
  clockOffsetMs: number | null = null;
  /** What the venue's REST API refuses, in its own words. */
  restRefusal: string | null = null;
  reconnects = 0;
  private connection: 'idle' | 'connecting' | 'open' | 'closed' = 'idle';
  private reason: string | null = null;
  private awaySince: number;
  private lastMessageAt: number | null = null;
  private opened = false;
  private readonly silent = new Set<string>();
  private readonly refused = new Map<string, string>();
  private readonly lags: number[] = [];
  private lagPlace = 0;

  constructor(
    readonly venue: string,
    now: number,
  ) {
    this.awaySince = now;
  }

  /** Takes note of an event; `now` is the local clock. */
  note(event: VenueEvent, now: number): void {
    switch (event.kind) {
      case 'trade':
        this.heard(event.receivedAt, event.trade.pair);
        this.tradesReceived += 1;
        if (!event.history) this.noteLag(event.receivedAt - event.trade.tradedAt);
        break;
      case 'ticker':
        this.heard(event.receivedAt, event.ticker.pair);
        break;
      case 'confirmed':
        this.heard(event.receivedAt, event.pair);
        break;
      case 'subscribed':
        this.refused.delete(event.pair);
        break;
      case 'refused':
        this.refused.set(event.pair, event.reason);
        break;
      case 'silent':
        this.silent.add(event.pair);
        break;
      case 'connection':
        this.noteConnection(event.state, event.reason, now);
        break;
      case 'rejected':
        this.lastMessageAt = now;
        this.rejected.set(event.reason, (this.rejected.get(event.reason) ?? 0) + 1);
        break;
      case 'ignored':
        this.lastMessageAt = now;
        break;
    }
  }

  get isOpen(): boolean {
    return this.connection === 'open';
  }

  /** True while the venue cannot be reached. */
  isDown(now: number): boolean {
    return this.connection !== 'open' && now - this.awaySince >= downAfterMs;
  }

  /** Gives the status as the contract shows it; `notice` is something that concerns every venue. */
  status(now: number, notice: string | null): VenueStatus {
    const state = this.state(now);
    return {
      venue: this.venue,
      status: state,
      reason: notice ?? this.reasonFor(state),
      lastMessageAt: this.lastMessageAt === null ? null : new Date(this.lastMessageAt).toISOString(),
      lagMs: this.lagMs,
      clockOffsetMs: this.clockOffsetMs === null ? null : Math.round(this.clockOffsetMs),
      tradesReceived: this.tradesReceived,
      reconnects: this.reconnects,
      gapsFound: this.gapsFound,
      gapsRepaired: this.gapsRepaired,
      rejectedMessages: [...this.rejected.values()].reduce((sum, count) => sum + count, 0),
    };
  }

  /** Venue time of the newest trades to their arrival here (median), the clock's offset removed; null before the first. */
  get lagMs(): number | null {
    if (this.lags.length === 0) return null;
    const sorted = [...this.lags].sort((a, b) => a - b);
    return Math.max(0, Math.round((sorted[sorted.length >> 1] ?? 0) - (this.clockOffsetMs ?? 0)));
  }

  private state(now: number): VenueState {
    if (this.connection === 'open') {
      const quiet = this.lastMessageAt !== null && now - this.lastMessageAt >= quietAfterMs;
      return quiet || this.silent.size > 0 ? 'stale' : 'live';
    }
    return this.isDown(now) ? 'down' : 'connecting';
  }

  private reasonFor(state: VenueState): string | null {
    if (state === 'down' || state === 'connecting') return this.reason ?? this.restRefusal;
    if (this.silent.size > 0) return `silent: ${[...this.silent].sort().join(', ')}`;
    if (state === 'stale') return 'the connection is open but silent';
    const [refused] = this.refused;
    if (refused !== undefined) return `${refused[0]} refused: ${refused[1]}`;
    return this.restRefusal === null ? null : `history: ${this.restRefusal}`;
  }

  private heard(at: number, pair: string): void {
    this.lastMessageAt = at;
    if (this.silent.size > 0) this.silent.delete(pair);
  }

  private noteConnection(state: 'connecting' | 'open' | 'closed', reason: string | null, now: number): void {
    if (state === 'open') {
      if (this.opened) this.reconnects += 1;
      this.opened = true;
      this.reason = reason;
      this.silent.clear();
    } else {
      if (this.connection === 'open') this.awaySince = now;
      if (reason !== null) this.reason = reason;
    }
    this.connection = state;
  }

  private noteLag(ms: number): void {
    this.lags[this.lagPlace] = ms;
    this.lagPlace = (this.lagPlace + 1) % lagSamples;
  }
}

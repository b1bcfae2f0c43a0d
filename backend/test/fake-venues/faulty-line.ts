/** What goes wrong at a fake venue; all of it can be changed at any time. */
export interface Faults {
  /** Of data frames, 0 to 100. */
  dropPercent: number;
  /** Each data frame is sent so many times. */
  repeat: number;
  /** Data frames leave in random order within groups of this size (1 = in order). */
  shuffleWithin: number;
  delayMs: number;
  /** Sockets stay open and answer pings, but not a frame is sent, no acknowledgement and no heartbeat either. */
  silent: boolean;
  /** One byte a second of a frame that never ends. */
  dribble: boolean;
  /** Sent after every data frame, in turn. */
  garbage: string[];
  /** Connections are refused with this HTTP status. */
  refuseUpgrade: number | null;
  /** REST requests are answered with this; `times` limits how many. */
  rest: { status: number; retryAfter?: string; body?: string; times?: number; delayMs?: number } | null;
}

/** A venue without faults. */
export function noFaults(): Faults {
  return {
    dropPercent: 0,
    repeat: 1,
    shuffleWithin: 1,
    delayMs: 0,
    silent: false,
    dribble: false,
    garbage: [],
    refuseUpgrade: null,
    rest: null,
  };
}

/** A group that is not full leaves after this time. */
const groupMs = 50;

/** The way from a fake venue to one client: frames pass through its faults. */
export class FaultyLine {
  private group: string[] = [];
  private garbageSent = 0;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly faults: Faults,
    private readonly random: () => number,
    private readonly transmit: (frame: string) => void,
  ) {}

  /** A frame of the protocol (acknowledgement, heartbeat): only silence and delay touch it. */
  send(frame: string): void {
    if (this.faults.silent || this.faults.dribble) return;
    if (this.faults.delayMs === 0) return this.transmit(frame);
    this.later(() => this.transmit(frame), this.faults.delayMs);
  }

  /** A frame of market data: any fault may touch it. */
  sendData(frame: string): void {
    const { dropPercent, repeat, shuffleWithin, garbage } = this.faults;
    if (this.random() * 100 < dropPercent) return;
    const frames = Array.from({ length: repeat }, () => frame);
    const rubbish = garbage[this.garbageSent++ % Math.max(1, garbage.length)];
    if (rubbish !== undefined) frames.push(rubbish);
    if (shuffleWithin <= 1 && this.group.length === 0) return frames.forEach((item) => this.send(item));
    if (this.group.length === 0) this.later(() => this.release(), groupMs);
    this.group.push(...frames);
    if (this.group.length >= shuffleWithin) this.release();
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private release(): void {
    const group = this.group.splice(0);
    for (let left = group.length; left > 0; left--) {
      const [frame] = group.splice(Math.floor(this.random() * left), 1);
      if (frame !== undefined) this.send(frame);
    }
  }

  private later(work: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }
}

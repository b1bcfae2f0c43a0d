interface Outgoing {
  frame: string;
  sent: () => void;
}

/** Sends frames in order, at most `messages` in any `perMs`. */
export class Outbox {
  private readonly waiting: Outgoing[] = [];
  private sentAt: number[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly pacing: { messages: number; perMs: number },
    private readonly transmit: (frame: string) => void,
  ) {}

  /** Queues a frame; `sent` is called when it leaves. */
  push(frame: string, sent: () => void = () => undefined): void {
    this.waiting.push({ frame, sent });
    this.flush();
  }

  /** Forgets what was not sent: the connection is gone. The pace is kept, since venues count per address. */
  clear(): void {
    this.waiting.length = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private flush(): void {
    if (this.timer !== null) return;
    const now = performance.now();
    this.sentAt = this.sentAt.filter((at) => now - at < this.pacing.perMs);
    while (this.sentAt.length < this.pacing.messages) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.sentAt.push(now);
      this.transmit(next.frame);
      next.sent();
    }
    if (this.waiting.length === 0) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.flush();
      },
      Math.ceil((this.sentAt[0] ?? now) + this.pacing.perMs - now),
    );
  }
}

/** Enough to subscribe to 200 channels one by one, five times over, at once; then 100 channels a second. */
const capacity = 1_000;
export const channelsPerSecond = 100;
const msPerChannel = 1_000 / channelsPerSecond;

/** How much a socket may still ask, counted in channels; refills with time. Times are monotonic ms. */
export class RequestBudget {
  // Whole numbers, which V8 keeps inside the object: there is one of these for each of thousands of sockets.
  private left = capacity;
  private refilledAt: number;

  constructor(now: number) {
    this.refilledAt = Math.floor(now);
  }

  /** Takes `cost`; false, and nothing taken, when less is left. */
  take(cost: number, now: number): boolean {
    const refill = Math.floor((now - this.refilledAt) / msPerChannel);
    this.left = Math.min(capacity, this.left + refill);
    this.refilledAt += refill * msPerChannel;
    if (this.left < cost) return false;
    this.left -= cost;
    return true;
  }
}

/** A bucket of `capacity` tokens that refills by `perSecond`; what is asked for beyond it is refused. Times are monotonic ms. */
export class RequestBudget {
  private tokens: number;

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
    private refilledAt: number,
  ) {
    this.tokens = capacity;
  }

  /** Takes `cost` tokens; false, and nothing taken, when there are fewer. */
  take(cost: number, now: number): boolean {
    this.tokens = Math.min(this.capacity, this.tokens + ((now - this.refilledAt) / 1000) * this.perSecond);
    this.refilledAt = now;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}

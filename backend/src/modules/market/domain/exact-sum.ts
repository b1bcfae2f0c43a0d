const scale = 1e8;
/** Below this, whole units and fraction fit one exact integer, and one division rounds correctly. */
const exactWhole = Math.floor(Number.MAX_SAFE_INTEGER / scale) - 1;

/**
 * A sum of non-negative quantities that does not depend on the order they came in: whole units and 1e-8 parts are counted apart, as
 * integers. Quantities are taken to 8 decimals, which is what the venues trade in.
 */
export class ExactSum {
  private whole = 0;
  private parts = 0;

  add(quantity: number): void {
    const whole = Math.floor(quantity);
    this.whole += whole;
    this.parts += Math.floor((quantity - whole) * scale + 0.5);
    if (this.parts >= scale) {
      this.parts -= scale;
      this.whole += 1;
    }
  }

  /** Gives the sum as the nearest float64. */
  get value(): number {
    return this.whole < exactWhole ? (this.whole * scale + this.parts) / scale : this.whole + this.parts / scale;
  }
}

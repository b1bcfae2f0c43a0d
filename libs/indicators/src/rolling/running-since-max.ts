import { requirePeriod, RunningValue } from './rolling';
import type { StateReader, StateWriter } from './saved-state';

/**
 * How many steps ago the largest of the last `period` values came, the oldest of equal ones; NaN while there are fewer. Keeps the
 * values that can still become the largest, oldest and largest first: O(1) amortised for `append`, O(1) for `update`.
 * Throws RangeError for a period that is no whole number ≥ 1.
 */
export class RunningSinceMax extends RunningValue {
  private readonly candidates: Float64Array;
  private readonly steps: Float64Array;
  private first = 0;
  private count = 0;
  private step = 0;

  constructor(
    private readonly period: number,
    saved?: StateReader,
  ) {
    super();
    requirePeriod(period);
    this.candidates = new Float64Array(period);
    this.steps = new Float64Array(period);
    if (saved === undefined) return;
    this.step = saved.read();
    this.count = saved.read();
    for (let i = 0; i < this.count; i++) {
      this.candidates[i] = saved.read();
      this.steps[i] = saved.read();
    }
  }

  take(value: number): void {
    if (this.count > 0 && this.expires()) this.drop();
    while (this.count > 0 && (this.candidates[this.place(this.count - 1)] as number) < value) this.count--;
    const place = this.place(this.count++);
    this.candidates[place] = value;
    this.steps[place] = this.step++;
  }

  update(value: number): number {
    if (this.step < this.period - 1) return NaN;
    const skipped = this.count > 0 && this.expires() ? 1 : 0;
    if (skipped === this.count) return 0;
    const largest = this.place(skipped);
    return (this.candidates[largest] as number) < value ? 0 : this.step - (this.steps[largest] as number);
  }

  save(state: StateWriter): void {
    state.write(this.step, this.count);
    for (let i = 0; i < this.count; i++) state.write(this.candidates[this.place(i)] as number, this.steps[this.place(i)] as number);
  }

  /** The oldest candidate leaves the window with the next step. */
  private expires(): boolean {
    return (this.steps[this.first] as number) <= this.step - this.period;
  }

  private drop(): void {
    this.first = this.place(1);
    this.count--;
  }

  private place(offset: number): number {
    const place = this.first + offset;
    return place < this.period ? place : place - this.period;
  }
}

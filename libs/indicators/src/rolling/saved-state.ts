import type { SavedIndicator } from '../indicator';

/** Collects the state of a running calculation as plain JSON; NaN and infinities become strings. */
export class StateWriter {
  private readonly items: (number | string)[] = [];

  write(...values: readonly number[]): void {
    for (const value of values) this.items.push(Number.isFinite(value) ? value : String(value));
  }

  writeAll(values: Float64Array, length: number = values.length): void {
    for (let i = 0; i < length; i++) this.write(values[i] as number);
  }

  done(): SavedIndicator {
    return this.items;
  }
}

/** Gives back, in the same order, what a StateWriter took. */
export class StateReader {
  private next = 0;

  constructor(private readonly items: SavedIndicator) {}

  /** The next number. Throws RangeError when the state ends here or holds something else: it was saved by another calculation. */
  read(): number {
    const item = this.items[this.next++];
    const value = typeof item === 'string' ? Number(item) : item;
    if (typeof value !== 'number' || (Number.isNaN(value) && item !== 'NaN'))
      throw new RangeError('the saved state is of another calculation');
    return value;
  }

  readAll(into: Float64Array, length: number = into.length): void {
    for (let i = 0; i < length; i++) into[i] = this.read();
  }
}

import fc from 'fast-check';
import { correlationMatrix, type CorrelationMatrix, type CorrelationMethod } from './correlation-matrix';
import { priceGrid, type PriceGrid } from './price-grid';
import { SlidingCorrelation } from './sliding-correlation';

/** Rows of closes as a grid; null is a missing bar. */
function gridOf(rows: readonly (readonly (number | null)[])[]): PriceGrid {
  const slots = rows[0]?.length ?? 0;
  return { series: rows.length, slots, closes: Float64Array.from(rows.flat(), (close) => close ?? NaN) };
}

/** The bars `from … from + slots − 1` of a grid. */
function windowOf({ series, slots, closes }: PriceGrid, from: number, length: number): PriceGrid {
  const rows = Array.from({ length: series }, (_, s) => Array.from(closes.subarray(s * slots + from, s * slots + from + length)));
  return gridOf(rows);
}

/** The definition, word by word, in two loops over pairs. */
function byDefinition({ series, slots, closes }: PriceGrid, method: CorrelationMethod): { values: number[]; observations: number[] } {
  const values: number[] = [];
  const observations: number[] = [];
  const returnAt = (s: number, t: number): number => Math.log((closes[s * slots + t] ?? NaN) / (closes[s * slots + t - 1] ?? NaN));
  for (let i = 0; i < series; i++) {
    for (let j = 0; j < series; j++) {
      const shared = Array.from({ length: slots - 1 }, (_, t): [number, number] => [returnAt(i, t + 1), returnAt(j, t + 1)]).filter(
        ([x, y]) => !Number.isNaN(x + y),
      );
      observations.push(shared.length);
      const [a, b] = [shared.map(([x]) => x), shared.map(([, y]) => y)];
      const linear = shared.length < 3 ? NaN : pearson(a, b);
      values.push(Number.isNaN(linear) || method === 'pearson' ? linear : pearson(ranks(a), ranks(b)));
    }
  }
  return { values, observations };
}

function ranks(values: number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2);
}

function pearson(a: number[], b: number[]): number {
  const centred = (values: number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [da, db] = [centred(a), centred(b)];
  const dot = (x: number[], y: number[]): number => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  const flat = (x: number[]): boolean => Math.sqrt(dot(x, x) / x.length) <= 1e-14;
  return flat(da) || flat(db) ? NaN : dot(da, db) / Math.sqrt(dot(da, da) * dot(db, db));
}

function expectEqual(
  found: CorrelationMatrix,
  { values, observations }: { values: ArrayLike<number>; observations: ArrayLike<number> },
  tolerance: number,
): void {
  expect(Array.from(found.observations)).toEqual(Array.from(observations));
  expect(Array.from(found.values, Number.isNaN)).toEqual(Array.from(values, Number.isNaN));
  const distance = Math.max(
    0,
    ...Array.from(found.values, (value, at) => Math.abs(value - (values[at] ?? NaN))).filter((one) => one === one),
  );
  expect(distance).toBeLessThan(tolerance);
}

const methods: CorrelationMethod[] = ['pearson', 'spearman'];

/** Prices that wander with holes, late starts, ends before the end, flat stretches, equal returns and extreme moves. */
const wanderingRow = (slots: number) =>
  fc
    .record({
      steps: fc.array(
        fc.oneof({ weight: 6, arbitrary: fc.double({ min: -0.05, max: 0.05, noNaN: true }) }, fc.constantFrom(0, 0.01, -3, 4)),
        {
          minLength: slots,
          maxLength: slots,
        },
      ),
      holes: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat(slots - 1), { maxLength: 4 })),
      first: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(slots - 1)),
      last: fc.oneof({ weight: 3, arbitrary: fc.constant(slots - 1) }, fc.nat(slots - 1)),
      still: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    })
    .map(({ steps, holes, first, last, still }) => {
      let price = 100;
      return steps.map((step, t) => {
        price *= still ? 1 : Math.exp(step);
        return t < first || t > last || holes.includes(t) ? null : price;
      });
    });
const grids = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }))
  .chain(([series, slots]) => fc.array(wanderingRow(slots), { minLength: series, maxLength: series }).map(gridOf));

describe('correlation by hand', () => {
  it('of doubling prices and their squares is 1, of their inverses −1', () => {
    const prices = [1, 2, 8, 4, 16, 2];
    const grid = gridOf([prices, prices.map((price) => price ** 2), prices.map((price) => 1 / price)]);
    for (const method of methods) {
      const { values, observations } = correlationMatrix(grid, method);
      expect(Array.from(values, (value) => Math.round(value * 1e12) / 1e12)).toEqual([1, 1, -1, 1, 1, -1, -1, -1, 1]);
      expect(Array.from(observations)).toEqual(new Array(9).fill(5));
    }
  });

  it('of the powers 1, 2, 4 and 3, 1, 2 of two is −0.3273 (Pearson) and of their ranks −0.5 (Spearman)', () => {
    // (1, 2, 4) − 7/3 and (3, 1, 2) − 2: −3/3·… = Σ −4/3·1 + −1/3·−1 + 5/3·0 = −1, over √(42/9 · 2) = 3.0551.
    const grid = gridOf([
      [1, 2, 8, 128],
      [1, 8, 16, 64],
    ]);
    expect(correlationMatrix(grid).values[1]).toBeCloseTo(-1 / Math.sqrt((42 / 9) * 2), 12);
    expect(correlationMatrix(grid, 'spearman').values[1]).toBeCloseTo(-0.5, 12);
  });

  it('gives equal returns the mean of their ranks: 1.5, 1.5, 3, 4 against 1, 2, 3, 4 is 0.9487', () => {
    const grid = gridOf([
      [1, 2, 4, 16, 128],
      [1, 2, 8, 64, 1024],
    ]);
    expect(correlationMatrix(grid, 'spearman').values[1]).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('leaves a missing bar out of the pair it is missing in: two of five returns go, others keep theirs', () => {
    const grid = gridOf([
      [1, 2, 1, 4, 1, 8],
      [1, 2, null, 4, 1, 8],
      [8, 1, 2, 1, 4, 4],
    ]);
    const { observations, values } = correlationMatrix(grid);
    expect(Array.from(observations)).toEqual([5, 3, 5, 3, 3, 3, 5, 3, 5]);
    expect(values[1]).toBeCloseTo(1, 12);
    // (1, −2, 3) and (−3, 2, 0): the means are 2/3 and −1/3.
    expect(values[5]).toBeCloseTo(-19 / 3 / Math.sqrt((38 / 3) * (38 / 3)), 12);
  });

  it.each([
    ['2 returns', [1, 2, 1], [3, 4, 5]],
    ['no variation: a price that never moves', [7, 7, 7, 7, 7], [1, 2, 1, 3, 1]],
    ['no variation: growth of 10 % a bar, but for rounding', [1, 1.1, 1.21, 1.331, 1.4641, 1.61051], [1, 2, 1, 3, 1, 2]],
    ['no variation where both are', [1, 2, 3, null, 5, 5, 5, 5], [null, null, null, null, 1, 2, 1, 3]],
    ['nothing in common', [1, 2, 3, 4, null, null, null, null], [null, null, null, null, 1, 3, 2, 5]],
  ])('is NaN with %s', (_title, a, b) => {
    for (const method of methods) expect(correlationMatrix(gridOf([a, b]), method).values[1]).toBeNaN();
    expect(new SlidingCorrelation(gridOf([a, b])).matrix().values[1]).toBeNaN();
  });

  it('takes what is no positive price as missing', () => {
    const { observations } = correlationMatrix(gridOf([[1, 0, 2, 3, -4, 5, Infinity, 1, 2]]));
    expect(Array.from(observations)).toEqual([2]);
  });

  it('keeps its digits where nearly all variation of one lies where the other is missing', () => {
    const small = (t: number): number => 1 + 1e-7 * Math.sin(t * t);
    const a = Array.from({ length: 60 }, (_, t) => (t >= 30 ? 1e6 : 1) * small(t));
    const b = Array.from({ length: 60 }, (_, t) => (t === 30 ? null : small(t + 0.1)));
    const expected = byDefinition(gridOf([a, b]), 'pearson');
    expectEqual(correlationMatrix(gridOf([a, b])), expected, 1e-8);
    expectEqual(new SlidingCorrelation(gridOf([a, b])).matrix(), expected, 1e-8);
  });

  it('of no series, or of one bar, is empty or NaN', () => {
    expect(correlationMatrix(gridOf([])).values.length).toBe(0);
    expect(correlationMatrix(gridOf([[1], [2]])).values).toEqual(new Float64Array(4).fill(NaN));
  });
});

describe('the grid of prices', () => {
  it('puts each bar into its slot and leaves out what lies outside', () => {
    const series = [
      { at: [900, 1000, 1100, 1300], close: [9, 1, 2, 4] },
      { at: [1200, 1400], close: [5, 6] },
    ];
    const { closes } = priceGrid(series, { from: 1000, step: 100, slots: 4 });
    expect(Array.from(closes)).toEqual([1, 2, NaN, 4, NaN, NaN, 5, NaN]);
  });

  it('refuses a bar between slots, and closes that do not fill it', () => {
    expect(() => priceGrid([{ at: [1050], close: [1] }], { from: 1000, step: 100, slots: 4 })).toThrow('1050 lies between two slots');
    expect(() => correlationMatrix({ series: 2, slots: 3, closes: new Float64Array(5) })).toThrow('a grid of 2 × 3 has no 5 closes');
    expect(() => new SlidingCorrelation(gridOf([[1]]))).toThrow('a window needs at least 2 bars');
    expect(() => new SlidingCorrelation(gridOf([[1, 2]])).append(new Float64Array(2))).toThrow('a bar of 1 series has no 2 closes');
  });
});

describe('correlation of any prices', () => {
  it.each(methods)('by %s is what the definition gives', (method) => {
    fc.assert(
      fc.property(grids, (grid) => expectEqual(correlationMatrix(grid, method), byDefinition(grid, method), 1e-9)),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it.each(methods)('by %s is symmetric, 1 on the diagonal, within −1 and 1, and blind to the unit of prices', (method) => {
    const scales = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(grids, scales, (grid, powers) => {
        const { series, values } = correlationMatrix(grid, method);
        for (let i = 0; i < series; i++) {
          expect([1, NaN]).toContainEqual(values[i * series + i]);
          for (let j = 0; j < series; j++) expect(values[i * series + j]).toBe(values[j * series + i]);
        }
        for (const value of values) expect(Math.abs(value) > 1).toBe(false);
        const scaled = grid.closes.map((close, at) => close * 2 ** (powers[Math.floor(at / grid.slots)] ?? 0));
        expect(correlationMatrix({ ...grid, closes: scaled }, method).values).toEqual(values);
      }),
    );
  });

  it('of 40 series over 1,100 bars, some of which miss some, is what the definition gives', () => {
    const rows = Array.from({ length: 40 }, (_, s) =>
      Array.from({ length: 1100 }, (_, t) =>
        (s * t) % 97 === 1 && s % 3 === 0 ? null : 100 + Math.sin(t * (s + 1)) + Math.cos(t * t) * (s % 5),
      ),
    );
    expectEqual(correlationMatrix(gridOf(rows)), byDefinition(gridOf(rows), 'pearson'), 1e-11);
  });
});

describe('the sliding window', () => {
  const slidGrids = fc.record({ grid: grids, slots: fc.integer({ min: 2, max: 12 }) });

  it('equals the full calculation of each window, to 1e-9', () => {
    fc.assert(
      fc.property(slidGrids, ({ grid, slots }) => {
        fc.pre(grid.slots > slots);
        const sliding = new SlidingCorrelation(windowOf(grid, 0, slots));
        for (let t = slots; t < grid.slots; t++) {
          sliding.append(windowOf(grid, t, 1).closes);
          expectEqual(sliding.matrix(), correlationMatrix(windowOf(grid, t - slots + 1, slots)), 1e-9);
        }
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('keeps the digits of moves of 1e-8 when a fall to a twentieth has left the window', () => {
    const moves = [-3, -3, -3, -3, -3, 1e-8, -2e-8, 3e-8, 1e-8, -1e-8, 2e-8, -3e-8, 1e-8];
    const closes = (scale: number): number[] => moves.reduce((all, move) => [...all, (all.at(-1) ?? 0) * Math.exp(move * scale)], [100]);
    const grid = gridOf([closes(1), closes(0.7).map((close, i) => close * (1 + 1e-8 * Math.sin(i)))]);
    const sliding = new SlidingCorrelation(windowOf(grid, 0, 6));
    for (let t = 6; t < grid.slots; t++) {
      sliding.append(windowOf(grid, t, 1).closes);
      expectEqual(sliding.matrix(), correlationMatrix(windowOf(grid, t - 5, 6)), 1e-9);
    }
  });

  it('begins with nothing, too', () => {
    const grid = gridOf([
      [1, 2, 1, 4, 1, 8],
      [1, 2, 4, 4, 1, 8],
    ]);
    const sliding = new SlidingCorrelation(gridOf([new Array<null>(4).fill(null), new Array<null>(4).fill(null)]));
    for (let t = 0; t < 6; t++) sliding.append(windowOf(grid, t, 1).closes);
    expectEqual(sliding.matrix(), correlationMatrix(windowOf(grid, 2, 4)), 1e-12);
  });

  it('is right to 1e-9 after 5,000 bars with moves of e^10, flat weeks, growth without end and holes', () => {
    const [series, slots, bars] = [12, 50, 5_000];
    let seed = 1;
    const chance = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const prices = new Float64Array(series).fill(100);
    const grid = { series, slots: bars, closes: new Float64Array(series * bars) };
    for (let t = 0; t < bars; t++) {
      for (let s = 0; s < series; s++) {
        const still = Math.floor(t / 200) % 7 === s;
        const jump = chance() < 0.002 ? (chance() < 0.5 ? 10 : -10) : 0;
        const step = still ? 0 : (chance() - 0.5) * 10 ** -(s % 6) + jump + (s === 5 ? 0.01 : 0);
        prices[s] = Math.min(1e100, Math.max(1e-100, (prices[s] ?? 1) * Math.exp(step)));
        grid.closes[s * bars + t] = chance() < 0.002 ? NaN : (prices[s] ?? NaN);
      }
    }
    const sliding = new SlidingCorrelation(windowOf(grid, 0, slots));
    const bar = new Float64Array(series);
    for (let t = slots; t < bars; t++) {
      for (let s = 0; s < series; s++) bar[s] = grid.closes[s * bars + t] ?? NaN;
      sliding.append(bar);
      if (t % 31 === 0) expectEqual(sliding.matrix(), correlationMatrix(windowOf(grid, t - slots + 1, slots)), 1e-9);
    }
  });
});

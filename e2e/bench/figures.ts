/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Prints one figure as a JSON line; a figure is well when it does not exceed its reach. */
export function print(line: { bench: string; unit: string; value: number; reach: number } & Record<string, unknown>): void {
  const rounded = Object.entries(line).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 1000) / 1000 : value]);
  process.stdout.write(`${JSON.stringify({ ...Object.fromEntries(rounded), ok: line.value <= line.reach })}\n`);
}

/** The symbols with one of them at `place` (from 0, the end when there are fewer); the others keep their order. */
export function moved(symbols: readonly string[], symbol: string, place: number): string[] {
  return symbols.filter((other) => other !== symbol).toSpliced(place, 0, symbol);
}

/** The symbols with these first, in their order; the others follow as they are. */
export function putFirst(symbols: readonly string[], first: readonly string[]): string[] {
  const named = new Set(first);
  return [...named, ...symbols.filter((symbol) => !named.has(symbol))];
}

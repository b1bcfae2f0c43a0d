/** A random walk of prices around 100, the same every time. */
export function walk(length: number): Float64Array {
  const prices = new Float64Array(length);
  let state = 1;
  let price = 100;
  for (let i = 0; i < length; i++) {
    state = (state * 16807) % 2147483647;
    price *= 1 + (state / 2147483647 - 0.5) * 0.01;
    prices[i] = price;
  }
  return prices;
}

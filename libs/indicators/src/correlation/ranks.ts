/** Order of the values of a column, smallest first; NaN is left out. */
export function ascending(column: Float64Array): Int32Array {
  const order = new Int32Array(column.length);
  let known = 0;
  for (let t = 0; t < column.length; t++) if (column[t] === column[t]) order[known++] = t;
  return order.subarray(0, known).sort((a, b) => (column[a] as number) - (column[b] as number));
}

/**
 * Writes the rank (1 for the smallest, equal values share the mean of theirs) of each value of `column` into `out`, counted among those
 * where `also` has a value too; NaN elsewhere. `order` is that of `ascending(column)`.
 */
export function averageRanks(column: Float64Array, order: Int32Array, also: Float64Array, out: Float64Array): void {
  out.fill(NaN);
  let rank = 0;
  let first = 0;
  while (first < order.length) {
    const value = column[order[first] as number] as number;
    let end = first;
    let equal = 0;
    for (; end < order.length && column[order[end] as number] === value; end++) {
      const t = order[end] as number;
      if (also[t] === also[t]) equal += 1;
    }
    const shared = rank + (equal + 1) / 2;
    for (; first < end; first++) {
      const t = order[first] as number;
      if (also[t] === also[t]) out[t] = shared;
    }
    rank += equal;
  }
}

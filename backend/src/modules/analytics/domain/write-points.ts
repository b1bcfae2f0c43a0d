/** Writes times (epoch ms) as they begin each point, once for all indicators of an answer. */
export function writeTimes(at: Float64Array): string[] {
  return Array.from(at, (one) => `[${one}`);
}

/**
 * Writes `[ms,value,…],…` as JSON text without the outer brackets, straight from the columns: an array per point that is thrown away at
 * once would cost more than the figures. A point of which a value is not defined is left out.
 */
export function writePoints(times: readonly string[], outputs: readonly Float64Array[]): string {
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) return writeSingle(times, only);
  let text = '';
  for (const [index, time] of times.entries()) {
    let point = time;
    for (const values of outputs) {
      const value = values[index] as number;
      if (!Number.isFinite(value)) {
        point = '';
        break;
      }
      point += `,${value}`;
    }
    if (point !== '') text += text === '' ? `${point}]` : `,${point}]`;
  }
  return text;
}

function writeSingle(times: readonly string[], values: Float64Array): string {
  let text = '';
  for (const [index, time] of times.entries()) {
    const value = values[index] as number;
    if (Number.isFinite(value)) text += text === '' ? `${time},${value}]` : `,${time},${value}]`;
  }
  return text;
}

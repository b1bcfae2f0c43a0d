import type { CorrelationMatrix } from '@tideline/indicators';

/** A symmetric matrix as it is stored, each pair once: float4 and int2 after one another, big-endian, (1, 0), (2, 0), (2, 1), (3, 0) … */
export interface PackedMatrix {
  correlations: Uint8Array;
  observations: Uint8Array;
}

/** Packs a matrix; correlations keep 7 digits. */
export function packed({ series, values, observations }: CorrelationMatrix): PackedMatrix {
  const pairs = (series * (series - 1)) / 2;
  const floats = new DataView(new ArrayBuffer(pairs * 4));
  const counts = new DataView(new ArrayBuffer(pairs * 2));
  let pair = 0;
  for (let i = 1; i < series; i++) {
    for (let j = 0; j < i; j++, pair++) {
      floats.setFloat32(pair * 4, values[i * series + j] ?? NaN);
      counts.setInt16(pair * 2, observations[i * series + j] ?? 0);
    }
  }
  return { correlations: new Uint8Array(floats.buffer), observations: new Uint8Array(counts.buffer) };
}

/** How far two things are apart, by their indexes. */
export type Distance = (a: number, b: number) => number;

interface Cluster {
  leaves: number[];
}

/**
 * The indexes 0 … count − 1 in an order that puts near ones side by side: hierarchical clustering with average linkage
 * (Sokal and Michener 1958, "UPGMA"); at each merge the two parts are turned so that their nearest ends meet. Equal distances are settled by
 * the smaller index, so the same figures always give the same order.
 */
export function clusterOrder(count: number, distance: Distance): number[] {
  const clusters: Cluster[] = Array.from({ length: count }, (_, i) => ({ leaves: [i] }));
  while (clusters.length > 1) {
    const [i, j] = nearest(clusters, distance);
    const [a, b] = [clusters[i], clusters[j]];
    if (!a || !b) break;
    clusters[i] = { leaves: joined(a.leaves, b.leaves, distance) };
    clusters.splice(j, 1);
  }
  return clusters[0]?.leaves ?? [];
}

/** The two clusters with the smallest mean distance between their members, the earlier one first. */
function nearest(clusters: readonly Cluster[], distance: Distance): [number, number] {
  let best: [number, number] = [0, 1];
  let least = Infinity;
  for (const [i, a] of clusters.entries()) {
    for (let j = i + 1; j < clusters.length; j += 1) {
      const mean = meanDistance(a.leaves, clusters[j]?.leaves ?? [], distance);
      if (mean < least) [best, least] = [[i, j], mean];
    }
  }
  return best;
}

function meanDistance(a: readonly number[], b: readonly number[], distance: Distance): number {
  let sum = 0;
  for (const x of a) for (const y of b) sum += distance(x, y);
  return sum / (a.length * b.length);
}

/** Both in a row, each turned or not, with the nearest ends in the middle. */
function joined(a: readonly number[], b: readonly number[], distance: Distance): number[] {
  const rows = [a, a.toReversed()].flatMap((left) => [b, b.toReversed()].map((right) => ({ left, right })));
  const gap = ({ left, right }: (typeof rows)[number]): number => distance(left.at(-1) ?? 0, right[0] ?? 0);
  const best = rows.reduce((least, row) => (gap(row) < gap(least) ? row : least));
  return [...best.left, ...best.right];
}

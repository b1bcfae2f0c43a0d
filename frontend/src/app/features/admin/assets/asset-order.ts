import type { AdminAsset } from '@tideline/contracts';

/** The list with one asset moved by so many places, as far as there are places; the same list when it cannot move. */
export function movedBy(assets: readonly AdminAsset[], symbol: string, by: number): readonly AdminAsset[] {
  const from = assets.findIndex((asset) => asset.symbol === symbol);
  const to = Math.min(assets.length - 1, Math.max(0, from + by));
  const moved = assets[from];
  return moved === undefined || to === from ? assets : assets.toSpliced(from, 1).toSpliced(to, 0, moved);
}

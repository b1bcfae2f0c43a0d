/** One strip of the picture, in pixels from its upper left corner. */
export interface Pane {
  readonly kind: 'price' | 'volume' | 'own';
  readonly top: number;
  readonly height: number;
}

/** Where everything stands: panes from top to bottom, all of one width. */
export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly plotWidth: number;
  readonly panes: readonly Pane[];
}

const edge = { top: 12, bottom: 28, left: 12, gap: 12 };
const axisWidth = { wide: 84, narrow: 78 };
const narrowBelow = 560;
/** A pane of its own carries its legend above its curves. */
export const legendHeight = 24;
/** Shares of the height; the price never gets less than the share below, however many panes there are. */
const weight = { price: 4.4, volume: 1, own: 1.5 };
const leastPriceShare = 0.34;

/** Divides a picture among the price, its volume and `own` panes of indicators. */
export function plotLayout(width: number, height: number, own: number): PlotLayout {
  const axis = width < narrowBelow ? axisWidth.narrow : axisWidth.wide;
  const room = Math.max(0, height - edge.top - edge.bottom - edge.gap * (1 + own));
  const others = weight.volume + own * weight.own;
  const priceShare = Math.max(leastPriceShare, weight.price / (weight.price + others));
  const unit = (room * (1 - priceShare)) / others;
  const price = Math.round(room * priceShare);
  const volume = Math.round(unit * weight.volume);
  const panes: Pane[] = [
    { kind: 'price', top: edge.top, height: price },
    { kind: 'volume', top: edge.top + price + edge.gap, height: volume },
  ];
  const each = own === 0 ? 0 : Math.floor((room - price - volume) / own);
  for (let i = 0; i < own; i++) {
    const top = edge.top + price + volume + edge.gap * (2 + i) + i * each;
    panes.push({ kind: 'own', top: top + legendHeight, height: Math.max(0, each - legendHeight) });
  }
  return { width, height, left: edge.left, plotWidth: Math.max(0, width - edge.left - axis), panes };
}

/** The middle of a slot, in pixels from the left of the picture. */
export function slotX({ left, plotWidth }: PlotLayout, slots: number, slot: number): number {
  return left + ((slot + 0.5) * plotWidth) / Math.max(1, slots);
}

/** The slot under a place, whether or not there is one; fractions are cut off. */
export function slotAt({ left, plotWidth }: PlotLayout, slots: number, x: number): number {
  return Math.floor(((x - left) / Math.max(1, plotWidth)) * slots);
}

/** The pane at a height, its legend and the gap below it included; null outside of all. */
export function paneAt({ panes }: PlotLayout, y: number): number | null {
  const found = panes.findIndex(({ top, height }) => y >= top && y <= top + height);
  return found < 0 ? null : found;
}

import { formatPrice } from '../figures';
import type { ChartColours } from './chart-colours';
import type { ChartType } from './chart-model';
import type { ChartScene } from './chart-scene';

/** A scene with what it is painted with. */
export interface ChartPicture {
  scene: ChartScene;
  colours: ChartColours;
  type: ChartType;
  /** The newest close of the whole series; its line is drawn even when it is out of view. */
  lastPrice: number | null;
  lastIsUp: boolean;
  decimals: number;
  hollow: boolean;
  /** Written into the picture, so that a saved one carries it too. */
  mark: string;
}

/** The label of the last price: its percent where heights are percent. */
export function lastPriceText({ scene, lastPrice, decimals }: ChartPicture): string {
  const price = scene.panes[0];
  if (lastPrice === null || !price) return '';
  return scene.inPercent ? price.text(price.scale.to(lastPrice), true) : formatPrice(lastPrice, decimals);
}

import type { IndicatorSpec } from '@tideline/indicators';
import type { ChartIndicator, IndicatorCurve, IndicatorFigures } from '../../ui/candle-chart/chart-model';

/** How a kind of indicator is drawn where that is not a line in the next colour for each output. */
interface Look {
  curves?: Record<string, IndicatorCurve['look'] | 'same'>;
  guides?: readonly number[];
  range?: readonly [number, number];
  figures?: IndicatorFigures;
}

/** Bands have one colour; their middle is dashed. */
const band: Look = { curves: { middle: 'dashed', upper: 'same' }, figures: 'price' };
const percentScale = { range: [0, 100] } as const;

const looks: Record<string, Look> = {
  bb: band,
  donchian: band,
  keltner: band,
  macd: { curves: { histogram: 'histogram' }, figures: 'price' },
  rsi: { guides: [30, 70], ...percentScale },
  stoch: { guides: [20, 80], ...percentScale },
  stochrsi: { guides: [20, 80], ...percentScale },
  mfi: { guides: [20, 80], ...percentScale },
  adx: { guides: [25] },
  willr: { guides: [-80, -20], range: [-100, 0] },
  cci: { guides: [-100, 100] },
  aroon: { curves: { oscillator: 'dashed' } },
  roc: { guides: [0] },
  cmf: { guides: [0] },
  slope: { guides: [0], figures: 'price' },
  atr: { figures: 'price' },
  tr: { figures: 'price' },
  stddev: { figures: 'price' },
  volatility: { figures: 'fraction' },
  drawdown: { figures: 'fraction' },
  obv: { figures: 'big' },
};

/** How an indicator is drawn, without its values. */
export type IndicatorLook = Omit<ChartIndicator, 'values' | 'note'>;

/** Gives each indicator its looks; colours go round in the order of all curves, beginning with `firstColour`. */
export function indicatorLooks(specs: readonly IndicatorSpec[], firstColour: number): IndicatorLook[] {
  let next = firstColour;
  return specs.map(({ key, kind, params }) => {
    const { curves = {}, guides = [], range = null, figures } = looks[kind.id] ?? {};
    const drawn = kind.outputs.map((name): IndicatorCurve => {
      const look = curves[name] ?? 'line';
      const goesOn = look === 'same' || (look === 'dashed' && curves['upper'] === 'same');
      const colour = look === 'histogram' ? 0 : goesOn ? next - 1 : next++;
      return { name: kind.outputs.length === 1 ? '' : name, look: look === 'same' ? 'line' : look, colour };
    });
    const usual = kind.pane === 'price' ? 'price' : 'plain';
    return { key, title: specTitle(kind.id, params), pane: kind.pane, curves: drawn, guides, range, figures: figures ?? usual };
  });
}

/** As the legend says it: `MACD 12 26 9`. */
export function specTitle(id: string, params: readonly number[]): string {
  return [id.toUpperCase(), ...params].join(' ');
}

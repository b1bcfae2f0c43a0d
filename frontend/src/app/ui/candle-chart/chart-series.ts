import type { CandleRow } from '@tideline/contracts';
import type { ChartColours } from './chart-colours';
import { curveColour } from './chart-colours';
import type { ChartPicture } from './chart-picture';
import { lastPriceText } from './chart-picture';
import type { SceneCurve, ScenePane } from './chart-scene';

/** Narrower bars than this show no more than their range and colour. */
const densePixels = 4.5;

type Series = { id: string } & Record<string, unknown>;

/** What every series has: nothing listens to the mouse, nothing moves by itself. */
function series(id: string, type: string, pane: number): Series {
  return { id, type, xAxisIndex: pane, yAxisIndex: pane, silent: true, animation: false, clip: true };
}

/** The price as candles, or as a line through the closes, with the line of the last price. */
export function priceSeries(picture: ChartPicture, { scale }: ScenePane): Series[] {
  const { scene, colours, type, hollow } = picture;
  const { bars } = scene.visible;
  const markLine = lastPriceLine(picture, scale.to);
  if (type === 'candles') {
    const data = bars.map(([, open, high, low, close]) => [scale.to(open), scale.to(close), scale.to(low), scale.to(high)]);
    const itemStyle = {
      color: hollow ? colours.surface : colours.up,
      color0: colours.down,
      borderColor: colours.up,
      borderColor0: colours.down,
    };
    // Where a body is hardly wider than its wick, all candles are drawn as two paths: hundreds of shapes take most of a frame.
    const dense = scene.layout.plotWidth < scene.visible.slots * densePixels;
    return [
      {
        ...series('candles', 'candlestick', 0),
        barMaxWidth: 24,
        large: dense,
        largeThreshold: 1,
        progressive: 0,
        data,
        itemStyle,
        markLine,
      },
    ];
  }
  const data = bars.map(([, , , , close]) => scale.to(close));
  const areaStyle = type === 'area' ? { color: colours.accent, opacity: 0.12, origin: 'start' } : undefined;
  return [{ ...line(type, 0, data, colours.accent), ...(areaStyle ? { areaStyle } : {}), markLine }];
}

function line(id: string, pane: number, data: readonly number[], color: string): Series {
  return { ...series(id, 'line', pane), data, symbol: 'none', color, lineStyle: { color, width: 1.5 }, emphasis: { disabled: true } };
}

function lastPriceLine(picture: ChartPicture, to: (value: number) => number): object {
  const { colours, lastPrice, lastIsUp } = picture;
  const color = lastIsUp ? colours.up : colours.down;
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    // ECharts would round the line's height to two decimals.
    precision: 14,
    data: lastPrice === null ? [] : [{ yAxis: to(lastPrice) }],
    lineStyle: { color, type: 'dashed', width: 1 },
    label: {
      formatter: lastPriceText(picture),
      color: colours.surface,
      backgroundColor: color,
      padding: [3, 5],
      borderRadius: 3,
      fontFamily: colours.font,
    },
  };
}

/** Volumes, in the colour of their candle. */
export function volumeSeries(bars: readonly CandleRow[], colours: ChartColours): Series[] {
  const volumes = bars.map(([, , , , , volume]) => volume);
  return twoColoured('volume', 1, volumes, (i) => (bars[i]?.[4] ?? 0) >= (bars[i]?.[1] ?? 0), colours);
}

/** Bars in two colours: one series each, because colours of single bars cost ECharts more than the bars themselves. */
function twoColoured(
  id: string,
  pane: number,
  values: readonly number[],
  isUp: (index: number) => boolean,
  colours: ChartColours,
): Series[] {
  const bars = (up: boolean): Series => ({
    ...series(`${id}-${up ? 'up' : 'down'}`, 'bar', pane),
    barMaxWidth: 24,
    barGap: '-100%',
    large: true,
    largeThreshold: 1,
    data: values.map((value, i) => (isUp(i) === up ? value : NaN)),
    itemStyle: { color: up ? colours.upTint : colours.downTint },
  });
  return [bars(true), bars(false)];
}

/** A curve of an indicator or another coin. */
export function curveSeries({ id, look, colour, units }: SceneCurve, pane: number, colours: ChartColours): Series[] {
  if (look === 'histogram') return twoColoured(id, pane, units, (i) => (units[i] ?? 0) >= 0, colours);
  const { color, dashed } = curveColour(colours, colour);
  const drawn = line(id, pane, units, color);
  return [look === 'dashed' || dashed ? { ...drawn, lineStyle: { color, width: 1.5, type: [4, 4] } } : drawn];
}

/** The faint lines of reference of a pane. */
export function guideSeries({ id, guides }: ScenePane, pane: number, colours: ChartColours, slots: number): Series[] {
  return guides.map((guide, i) => ({
    ...line(`${id}-guide-${i}`, pane, new Array<number>(slots).fill(guide), colours.muted),
    lineStyle: { color: colours.muted, width: 1, type: [2, 4], opacity: 0.7 },
  }));
}

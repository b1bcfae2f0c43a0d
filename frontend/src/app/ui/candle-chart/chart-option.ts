import type { EChartsCoreOption } from 'echarts/core';
import { formatBig, formatPrice, formatTick } from '../figures';
import type { ChartColours } from './chart-colours';
import { barTime, timeTicks } from './time-ticks';
import type { VisibleBars } from './visible-bars';

export interface ChartPicture {
  visible: VisibleBars;
  colours: ChartColours;
  /** The newest close of the whole series; its line is drawn even when it is out of view. */
  lastPrice: number | null;
  lastIsUp: boolean;
  decimals: number;
  hollow: boolean;
  /** Written into the picture, so that a saved one carries it too. */
  mark: string;
  width: number;
  height: number;
}

/** Places of the two panes in pixels. */
export const panes = { top: 12, right: 84, bottom: 28, left: 12, gap: 12, volumeShare: 0.18 };
/** From the middle of the last price's label to where another one can be read. */
const lastLabelPixels = 18;

/** The whole ECharts option for one picture; applied with `replaceMerge`-free updates, because it always has the same parts. */
export function chartOption(picture: ChartPicture): EChartsCoreOption {
  const { visible, colours, width, height } = picture;
  const times = visible.bars.map(([at]) => at);
  const ticks = timeTicks(times, Math.max(2, Math.floor((width - panes.right) / 96)));
  const volumeHeight = Math.round((height - panes.top - panes.bottom) * panes.volumeShare);
  const priceBottom = panes.bottom + volumeHeight + panes.gap;
  const text = { color: colours.muted, fontFamily: colours.font, fontSize: 12 };
  return {
    animation: false,
    textStyle: text,
    tooltip: { trigger: 'axis', showContent: false, axisPointer: { type: 'cross' } },
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: colours.muted, type: 'dashed' },
      label: { backgroundColor: colours.raised, color: colours.text, fontFamily: colours.font, shadowBlur: 0 },
    },
    grid: [
      { left: panes.left, right: panes.right, top: panes.top, bottom: priceBottom },
      { left: panes.left, right: panes.right, bottom: panes.bottom, height: volumeHeight },
    ],
    xAxis: [timeAxis(picture, times, ticks, 0), timeAxis(picture, times, ticks, 1)],
    yAxis: [priceAxis(picture), volumeAxis(picture)],
    series: [candles(picture), volumes(picture)],
    graphic: picture.mark === '' ? [] : [watermark(picture, priceBottom)],
  };
}

function timeAxis({ colours }: ChartPicture, times: number[], ticks: Map<number, string>, pane: number): object {
  return {
    type: 'category',
    gridIndex: pane,
    data: times,
    boundaryGap: true,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    splitLine: { show: true, interval: (index: number) => ticks.has(index), lineStyle: { color: colours.line, opacity: 0.5 } },
    axisLabel: {
      show: pane === 1,
      color: colours.muted,
      interval: (index: number) => ticks.has(index),
      formatter: (_value: string, index: number) => ticks.get(index) ?? '',
      hideOverlap: true,
    },
    axisPointer: { label: { show: pane === 1, formatter: ({ value }: { value: unknown }) => barTime(Number(value)) } },
  };
}

function priceAxis(picture: ChartPicture): object {
  const { colours, decimals } = picture;
  return {
    scale: true,
    position: 'right',
    gridIndex: 0,
    splitNumber: 5,
    // The lowest price and the highest volume stay clear of each other.
    axisLabel: { color: colours.muted, verticalAlignMinLabel: 'bottom', formatter: priceLabel(picture) },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.5 } },
    axisPointer: { label: { formatter: ({ value }: { value: unknown }) => formatPrice(Number(value), decimals) } },
  };
}

/** Writes a price beside the axis; nothing where the label of the last price would cover it. */
function priceLabel({ visible, lastPrice, decimals, height }: ChartPicture): (value: number) => string {
  const span = Math.max(...visible.bars.map(([, , high]) => high)) - Math.min(...visible.bars.map(([, , , low]) => low));
  // No more digits than the steps of the axis need.
  const digits = span > 0 ? Math.min(decimals, Math.max(0, Math.ceil(1 - Math.log10(span)))) : decimals;
  const covered = (span / Math.max(1, height * (1 - panes.volumeShare))) * lastLabelPixels;
  return (value) => (lastPrice !== null && Math.abs(value - lastPrice) < covered ? '' : formatPrice(value, digits));
}

function volumeAxis({ colours }: ChartPicture): object {
  return {
    position: 'right',
    gridIndex: 1,
    splitNumber: 1,
    axisLabel: { color: colours.muted, showMinLabel: false, verticalAlignMaxLabel: 'top', formatter: (value: number) => formatTick(value) },
    splitLine: { show: false },
    axisPointer: { label: { formatter: ({ value }: { value: unknown }) => formatBig(Number(value)) } },
  };
}

function candles({ visible, colours, hollow, lastPrice, lastIsUp, decimals }: ChartPicture): object {
  const lastColour = lastIsUp ? colours.up : colours.down;
  return {
    type: 'candlestick',
    xAxisIndex: 0,
    yAxisIndex: 0,
    barMaxWidth: 24,
    data: visible.bars.map(([, open, high, low, close]) => [open, close, low, high]),
    itemStyle: { color: hollow ? colours.surface : colours.up, color0: colours.down, borderColor: colours.up, borderColor0: colours.down },
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      // ECharts would round the line's height to two decimals.
      precision: 14,
      data: lastPrice === null ? [] : [{ yAxis: lastPrice }],
      lineStyle: { color: lastColour, type: 'dashed', width: 1 },
      label: {
        formatter: formatPrice(lastPrice, decimals),
        color: colours.surface,
        backgroundColor: lastColour,
        padding: [3, 5],
        borderRadius: 3,
        fontFamily: colours.font,
      },
    },
  };
}

function volumes({ visible, colours }: ChartPicture): object {
  return {
    type: 'bar',
    xAxisIndex: 1,
    yAxisIndex: 1,
    barMaxWidth: 24,
    data: visible.bars.map(([, open, , , close, volume]) => ({
      value: volume,
      itemStyle: { color: close >= open ? colours.upTint : colours.downTint },
    })),
  };
}

function watermark({ mark, colours }: ChartPicture, priceBottom: number): object {
  return {
    type: 'text',
    id: 'mark',
    left: panes.left + 8,
    bottom: priceBottom + 8,
    silent: true,
    style: { text: mark, fill: colours.simulated, font: `500 12px ${colours.font}` },
  };
}

/** What a saved picture is of, written into its upper left corner. */
export function title(text: string, colours: ChartColours): object {
  return {
    type: 'text',
    id: 'title',
    left: panes.left + 8,
    top: panes.top,
    silent: true,
    style: { text, fill: colours.text, font: `500 13px ${colours.font}` },
  };
}

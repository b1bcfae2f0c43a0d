import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from './chart-colours';
import type { ChartPicture } from './chart-picture';
import type { ChartScene, ScenePane } from './chart-scene';
import { unitY } from './chart-scene';
import { curveSeries, guideSeries, priceSeries, volumeSeries } from './chart-series';
import { timeTicks } from './time-ticks';

/** What ECharts draws. Options of one `structure` have the same parts in the same order and may be merged. */
export interface ChartDrawn {
  structure: string;
  option: EChartsCoreOption;
}

/** From the middle of the last price's label to where another one can be read. */
const lastLabelPixels = 15;
const tickLabelPixels = 110;
/** Half a time's label: nearer to the left edge it would be cut off. */
const halfLabelPixels = 20;

/** The whole ECharts option for one picture. */
export function chartOption(picture: ChartPicture): ChartDrawn {
  const { scene, colours, type, mark } = picture;
  const { layout, panes, visible } = scene;
  const times = slotTimes(scene);
  const ticks = timeTicks(times, Math.max(2, Math.floor(layout.plotWidth / tickLabelPixels)));
  const edge = ((halfLabelPixels - layout.left) * times.length) / Math.max(1, layout.plotWidth);
  for (const slot of ticks.keys()) if (slot < edge) ticks.delete(slot);
  const [price, volume, ...own] = panes as [ScenePane, ScenePane, ...ScenePane[]];
  const series = [
    ...(own.length > 0 || price.guides.length > 0 ? panes.flatMap((pane, i) => guideSeries(pane, i, colours, visible.slots)) : []),
    ...volumeSeries(visible.bars, colours),
    ...priceSeries(picture, price),
    ...panes.flatMap((pane, i) => pane.curves.flatMap((curve) => curveSeries(curve, i, colours))),
  ];
  return {
    structure: [type, mark, volume.id, ...series.map(({ id }) => id)].join(' '),
    option: {
      animation: false,
      textStyle: { color: colours.muted, fontFamily: colours.font, fontSize: 12 },
      grid: panes.map(({ pane }) => ({
        left: layout.left,
        width: layout.plotWidth,
        top: pane.top,
        height: pane.height,
        outerBoundsMode: 'none',
      })),
      xAxis: panes.map((_, i) => timeAxis(i, i === panes.length - 1, times, ticks, colours)),
      yAxis: panes.map((pane, i) => valueAxis(pane, i, picture)),
      series,
      graphic: mark === '' ? [] : [watermark(mark, price, colours)],
    },
  };
}

/** Opening times of the bars, and those that the empty places would have. */
export function slotTimes({ visible, barMs }: ChartScene): number[] {
  const last = visible.bars.at(-1)?.[0] ?? 0;
  const empty = Array.from({ length: visible.slots - visible.bars.length }, (_, i) => last + (i + 1) * barMs);
  return [...visible.bars.map(([at]) => at), ...empty];
}

function timeAxis(pane: number, labelled: boolean, times: number[], ticks: Map<number, string>, colours: ChartColours): object {
  return {
    type: 'category',
    gridIndex: pane,
    data: times,
    boundaryGap: true,
    silent: true,
    axisTick: { show: false, customValues: [...ticks.keys()] },
    axisPointer: { show: false },
    axisLine: { onZero: false, lineStyle: { color: colours.line } },
    splitLine: { show: true, alignWithLabel: true, lineStyle: { color: colours.line, opacity: 0.5 } },
    axisLabel: {
      show: labelled,
      color: colours.muted,
      customValues: [...ticks.keys()],
      formatter: (_value: string, index: number) => ticks.get(index) ?? '',
      hideOverlap: true,
    },
  };
}

function valueAxis(scenePane: ScenePane, index: number, { colours, scene, lastPrice }: ChartPicture): object {
  const { scale, pane } = scenePane;
  const [first] = scene.visible.bars;
  const last = lastPrice === null || (scene.inPercent && !first) ? null : scale.to(lastPrice);
  const lastY = index === 0 && last !== null ? unitY(scenePane, last) : null;
  return {
    type: 'value',
    position: 'right',
    gridIndex: index,
    min: scale.min,
    max: scale.max,
    silent: true,
    axisTick: { show: false, customValues: scale.ticks },
    axisLine: { show: false },
    splitLine: { show: pane.kind !== 'volume', lineStyle: { color: colours.line, opacity: 0.5 } },
    axisLabel: {
      color: colours.muted,
      customValues: scale.ticks,
      verticalAlign: pane.kind === 'volume' ? 'top' : 'middle',
      // Nothing where the label of the last price covers it.
      formatter: (unit: number) =>
        lastY !== null && Math.abs(unitY(scenePane, unit) - lastY) < lastLabelPixels ? '' : scenePane.text(unit, false),
    },
  };
}

function watermark(mark: string, { pane }: ScenePane, colours: ChartColours): object {
  return {
    type: 'text',
    id: 'mark',
    left: 20,
    top: pane.top + pane.height - 22,
    silent: true,
    style: { text: mark, fill: colours.simulated, font: `500 12px ${colours.font}` },
  };
}

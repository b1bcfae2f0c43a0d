import type { ChartColours } from './chart-colours';
import { curveColour } from './chart-colours';
import type { ChartLegends } from './chart-legends';
import type { ChartScene } from './chart-scene';
import type { DrawnLine } from './drawing-places';
import type { LegendEntry } from './pane-legend';

/** What a saved picture is made of. */
export interface ImageParts {
  /** What ECharts drew. */
  canvas: HTMLCanvasElement;
  scene: ChartScene;
  lines: readonly DrawnLine[];
  legends: ChartLegends;
  colours: ChartColours;
  title: string;
}

const lineHeight = 20;
const edge = 12;

/** The picture as a PNG data address, with what lies over the canvas on screen written into it: title, legends and drawings. */
export function chartImage(parts: ImageParts): string | null {
  const { canvas, scene, legends, colours } = parts;
  const ratio = canvas.width / Math.max(1, scene.layout.width);
  const head = lineHeight * (1 + legends.price.length) + edge;
  const image = document.createElement('canvas');
  image.width = canvas.width;
  image.height = canvas.height + head * ratio;
  const pen = image.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, image.width, image.height);
  pen.drawImage(canvas, 0, head * ratio);
  pen.scale(ratio, ratio);
  pen.textBaseline = 'middle';
  write(pen, parts.title, edge, edge + lineHeight / 2, colours.text, `600 14px ${colours.font}`);
  legends.price.forEach((entry, i) => writeLegend(pen, entry, edge + lineHeight * (i + 1.5), colours));
  pen.translate(0, head);
  for (const { top, entry } of legends.own) writeLegend(pen, entry, top + lineHeight / 2, colours);
  strokeLines(pen, parts);
  return image.toDataURL('image/png');
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string, font: string): void {
  pen.fillStyle = colour;
  pen.font = font;
  pen.fillText(text, x, y);
}

function writeLegend(pen: CanvasRenderingContext2D, { title, figures, note }: LegendEntry, y: number, colours: ChartColours): void {
  const font = `12px ${colours.font}`;
  let x = edge;
  const put = (text: string, colour: string): void => {
    write(pen, text, x, y, colour, font);
    x += pen.measureText(text).width + edge;
  };
  put(title, colours.muted);
  for (const { text, colour } of figures) {
    if (colour !== null) {
      pen.fillStyle = colour === 'accent' ? colours.accent : curveColour(colours, colour).color;
      pen.fillRect(x, y - 1, 8, 2);
      x += edge;
    }
    put(text, colours.text);
  }
  if (note !== '') put(note, colours.muted);
}

function strokeLines(pen: CanvasRenderingContext2D, { scene, lines, colours }: ImageParts): void {
  const { left, plotWidth } = scene.layout;
  const pane = scene.panes[0]?.pane;
  if (!pane) return;
  pen.beginPath();
  pen.rect(left, pane.top, plotWidth, pane.height);
  pen.clip();
  pen.strokeStyle = colours.accent;
  pen.lineWidth = 1.5;
  for (const { from, to } of lines) {
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
  }
}

import type { Signal } from '@angular/core';
import { DOCUMENT, DestroyRef, inject, signal } from '@angular/core';

/** The design tokens that a canvas needs as values. */
export interface ChartColours {
  up: string;
  down: string;
  upTint: string;
  downTint: string;
  line: string;
  text: string;
  muted: string;
  surface: string;
  raised: string;
  accent: string;
  simulated: string;
  /** The categorical palette of curves. */
  series: readonly string[];
  font: string;
}

export const paletteSize = 6;

/** The colour of a curve by its place in the palette; past its end the colours come again, dashed. */
export function curveColour({ series }: ChartColours, place: number): { color: string; dashed: boolean } {
  return { color: series[place % paletteSize] ?? '', dashed: place >= paletteSize };
}

/** The tokens as they are now; changes with the theme, the system's theme and the colour pair. Call in an injection context. */
export function chartColours(): Signal<ChartColours> {
  const document = inject(DOCUMENT);
  const read = (): ChartColours => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string): string => resolved(document, style.getPropertyValue(`--tl-${name}`).trim());
    return {
      up: token('up'),
      down: token('down'),
      upTint: token('up-tint'),
      downTint: token('down-tint'),
      line: token('line'),
      text: token('text-1'),
      muted: token('text-3'),
      surface: token('surface-1'),
      raised: token('surface-3'),
      accent: token('accent'),
      simulated: token('simulated'),
      series: Array.from({ length: paletteSize }, (_, i) => token(`series-${i + 1}`)),
      font: style.getPropertyValue('--tl-font').trim(),
    };
  };
  const colours = signal(read());
  const renew = (): void => colours.set(read());
  const watcher = new MutationObserver(renew);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-pair'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', renew);
  inject(DestroyRef).onDestroy(() => {
    watcher.disconnect();
    system.removeEventListener('change', renew);
  });
  return colours.asReadonly();
}

/** A canvas does not know `color-mix`: let the browser work it out. */
function resolved(document: Document, value: string): string {
  if (!value.includes('(')) return value;
  const probe = document.createElement('span');
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const srgb = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(color);
  if (!srgb) return color;
  const channel = (text: string | undefined): number => Math.round(Number(text) * 255);
  return `rgba(${channel(srgb[1])}, ${channel(srgb[2])}, ${channel(srgb[3])}, ${srgb[4] ?? '1'})`;
}

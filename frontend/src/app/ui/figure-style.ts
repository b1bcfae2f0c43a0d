import { signal } from '@angular/core';
import type { Preferences } from '@tideline/contracts';

/** How this reader has numbers and times written. */
export interface FigureStyle {
  readonly numbers: Preferences['numberFormat'];
  /** BCP 47, for dates. */
  readonly locale: string;
  /** IANA; undefined is the zone of this device. */
  readonly timeZone: string | undefined;
}

export const usualStyle: FigureStyle = { numbers: '1,234.5', locale: 'en-GB', timeZone: undefined };
const current = signal<FigureStyle>(usualStyle, { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) });

/** The style that every figure is written in. Whatever is computed of it is written anew when it changes. */
export const figureStyle = current.asReadonly();

/** A locale or zone that this browser does not know is left as it was. */
export function writeFiguresAs(style: FigureStyle): void {
  current.set({ ...style, ...(known(style) ? {} : { locale: usualStyle.locale, timeZone: undefined }) });
}

function known({ locale, timeZone }: FigureStyle): boolean {
  try {
    new Intl.DateTimeFormat(locale, { timeZone });
    return true;
  } catch {
    return false;
  }
}

type TimeShape = Readonly<Intl.DateTimeFormatOptions>;
let formats = new WeakMap<TimeShape, Intl.DateTimeFormat>();
let madeFor = usualStyle;

/** Writes a time (epoch ms) in the reader's locale and zone; `shape` is one object that stays, as its format is kept with it. */
export function writeTime(at: number, shape: TimeShape): string {
  const style = current();
  if (style !== madeFor) formats = new WeakMap();
  madeFor = style;
  let format = formats.get(shape);
  if (!format) {
    format = new Intl.DateTimeFormat(style.locale, { timeZone: style.timeZone, ...shape });
    formats.set(shape, format);
  }
  return format.format(at);
}

/** How far the reader's zone is ahead of UTC at a time, in milliseconds. */
export function zoneAheadMs(at: number): number {
  const { timeZone } = current();
  const text = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).format(at);
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The zone that times are shown in, by its name: `Europe/Berlin`. */
export function zoneName(): string {
  return current().timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

import type { Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Change } from './change';
import { DataModeMark } from './data-mode-mark';
import { Failed } from './failed';
import { Figure } from './figure';
import { PriceTag } from './price-tag';
import { Segmented } from './segmented';
import { Sparkline, sparklinePath } from './sparkline';

function draw<T>(widget: Type<T>, inputs: Record<string, unknown>): { element: HTMLElement; text: string; instance: T } {
  const fixture = TestBed.createComponent(widget);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  const element = fixture.nativeElement as HTMLElement;
  return { element, text: (element.textContent ?? '').replace(/\s+/g, ' ').trim(), instance: fixture.componentInstance };
}

const now = Date.parse('2026-11-21T12:00:45.000Z');

describe('widgets', () => {
  it('writes a change of 2.5 as +2.50% and marks it up', () => {
    const { element, text } = draw(Change, { value: 2.5 });
    expect([text, element.className]).toEqual(['+2.50%', 'up']);
  });

  it('shortens 1.32e12 to $1.32 T and keeps 1,320,000,000,000 US dollars for hover and screen readers', () => {
    const { element } = draw(Figure, { value: 1.32e12, sign: '$', unit: 'US dollars' });
    expect(element.querySelector('[aria-hidden]')?.textContent).toBe('$1.32\u00a0T');
    expect(element.querySelector('[title]')?.getAttribute('title')).toBe('1,320,000,000,000 US dollars');
    expect(element.querySelector('.visually-hidden')?.textContent).toBe('1,320,000,000,000 US dollars');
  });

  it('shows a fresh price without any remark', () => {
    expect(draw(PriceTag, { price: 67012.53, asOf: '2026-11-21T12:00:00.000Z', now }).text).toBe('67,012.5');
  });

  it('dims a stale price and says that it is 45 s old', () => {
    const { element, text } = draw(PriceTag, { price: 1.5, asOf: '2026-11-21T12:00:00.000Z', stale: true, now });
    expect(text).toContain('This price is 45 s old');
    expect(element.querySelector('.price')?.classList).toContain('old');
  });

  it('says since when there is no price', () => {
    expect(draw(PriceTag, { price: null, asOf: '2026-11-21T12:00:00.000Z', stale: true, now }).text).toMatch(
      /No price from any venue since \d\d:00.*none since \d\d:00/,
    );
  });

  it('marks simulated figures and leaves live ones unmarked', () => {
    expect(draw(DataModeMark, { mode: 'simulated', long: true }).text).toBe('Simulated market');
    expect(draw(DataModeMark, { mode: 'live' }).text).toBe('');
  });

  it('says what failed, why, and that it is tried again in 5 s', () => {
    const { text } = draw(Failed, { what: 'Coins', failure: { kind: 'refused', status: 503 }, retryAt: now + 5000, now });
    expect(text).toMatch(/^Coins could not be loaded ?The server answered with an error \(503\)\. Trying again in 5 s\./);
  });

  it('asks again when the button is pressed', () => {
    const { element, instance } = draw(Failed, { what: 'Coins', failure: { kind: 'unreachable', status: 0 }, now });
    let asked = 0;
    instance.retry.subscribe(() => (asked += 1));
    element.querySelector('button')?.click();
    expect(asked).toBe(1);
  });

  it('chooses 7d among 1h, 24h and 7d as a radio', () => {
    const options = ['1h', '24h', '7d'].map((value) => ({ value, text: value }));
    const { element, instance } = draw(Segmented<string>, { label: 'Change over', options, value: '24h' });
    expect(element.querySelector('legend')?.textContent).toBe('Change over');
    expect(element.querySelector<HTMLInputElement>('input:checked')?.value).toBe('24h');
    element.querySelectorAll('input')[2]?.click();
    expect(instance.value()).toBe('7d');
  });

  it('draws 1, 3, 2 as a line through the box and marks it up; one point is no line', () => {
    expect(sparklinePath([1, 3, 2])).toBe('M0.0 26.0L50.0 2.0L100.0 14.0');
    expect(sparklinePath([5, 5])).toBe('M0.0 14.0L100.0 14.0');
    expect(sparklinePath([1])).toBe('');
    expect(draw(Sparkline, { points: [1, 3, 2] }).element.className).toBe('up');
    expect(draw(Sparkline, { points: [1, 3, 2], change: -0.5 }).element.className).toBe('down');
  });
});

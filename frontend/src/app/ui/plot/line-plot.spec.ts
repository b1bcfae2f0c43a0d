import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { LinePlot } from './line-plot';

describe('LinePlot', () => {
  let fixture: ComponentFixture<LinePlot>;
  const slider = (): HTMLElement => (fixture.nativeElement as HTMLElement).querySelector('[role=slider]') as HTMLElement;
  const spoken = (): string => slider().getAttribute('aria-valuetext') ?? '';
  function press(key: string): string {
    slider().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    fixture.detectChanges();
    return spoken().replace(/^.*\d\d:\d\d:\d\d, /, '');
  }

  beforeEach(() => {
    fixture = TestBed.createComponent(LinePlot);
    const day = (n: number): number => Date.UTC(2026, 10, n);
    const lines = [
      { name: 'BTC', values: [100, 110, 120] },
      { name: 'ETH', values: [100, null, 90] },
    ];
    fixture.componentRef.setInput('times', [day(1), day(2), day(3)]);
    fixture.componentRef.setInput('lines', lines);
    fixture.componentRef.setInput('label', 'Both from 100');
    fixture.componentRef.setInput('write', (value: number | null) => value?.toFixed(0) ?? '–');
    fixture.detectChanges();
  });

  it('says the newest values, walks back with the arrow keys, and stops at both ends', () => {
    expect(spoken()).toMatch(/Nov 2026.*, BTC 120, ETH 90$/);
    expect([press('ArrowLeft'), press('ArrowLeft'), press('ArrowLeft')]).toEqual([
      'BTC 110, ETH –',
      'BTC 100, ETH 100',
      'BTC 100, ETH 100',
    ]);
    expect([press('End'), press('ArrowRight'), press('Home')]).toEqual(['BTC 120, ETH 90', 'BTC 120, ETH 90', 'BTC 100, ETH 100']);
  });

  it('draws BTC whole and breaks ETH where it has no value', () => {
    const paths = [...(fixture.nativeElement as HTMLElement).querySelectorAll('path')].map((path) => path.getAttribute('d'));
    expect(paths).toEqual(['M0.00 66.67L50.00 33.33L100.00 0.00', 'M0.00 66.67M100.00 100.00']);
  });
});

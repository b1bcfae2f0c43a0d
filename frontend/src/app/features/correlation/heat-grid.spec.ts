import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import type { CorrelationMatrix } from '@tideline/contracts';
import { HeatGrid } from './heat-grid';
import { matrixRows } from './matrix-view';

const answer: CorrelationMatrix = {
  ...{ symbols: ['BTC', 'ETH', 'SOL'], interval: '1h', method: 'pearson' },
  matrix: [
    [1, 0.89, -0.2],
    [0.89, 1, null],
    [-0.2, null, 1],
  ],
  observations: [
    [720, 720, 720],
    [720, 720, 1],
    [720, 1, 720],
  ],
  ...{ from: '2026-10-22T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
};

describe('HeatGrid', () => {
  let fixture: ComponentFixture<HeatGrid>;
  let chosen: (readonly [string, string])[];
  const host = (): HTMLElement => fixture.nativeElement as HTMLElement;
  const cells = (): HTMLElement[] => [...host().querySelectorAll<HTMLElement>('tbody td')];
  const tabbable = (): (string | null)[] =>
    cells()
      .filter((cell) => cell.tabIndex === 0)
      .map((cell) => cell.getAttribute('aria-label'));
  function press(key: string, ctrlKey = false): string | null {
    const from = cells().find((cell) => cell.tabIndex === 0);
    from?.focus();
    from?.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
    fixture.detectChanges();
    return document.activeElement?.getAttribute('aria-label') ?? null;
  }

  beforeEach(() => {
    fixture = TestBed.createComponent(HeatGrid);
    fixture.componentRef.setInput('rows', matrixRows(answer, 'rank'));
    fixture.componentRef.setInput('chosen', null);
    chosen = [];
    fixture.componentInstance.choose.subscribe((pair) => chosen.push(pair));
    document.body.append(host());
    fixture.detectChanges();
  });

  afterEach(() => host().remove());

  it('is a grid with one cell in the order of Tab: BTC and ETH', () => {
    expect(host().querySelector('[role=grid]')?.getAttribute('aria-label')).toBe('Correlation matrix');
    expect(tabbable()).toEqual(['BTC and ETH: 0.89, 720 observations']);
  });

  it('walks right to −0.20, down to "not enough data", to both corners, and stops at the edge', () => {
    expect(press('ArrowRight')).toBe('BTC and SOL: \u22120.20, 720 observations');
    expect(press('ArrowDown')).toBe('ETH and SOL: not enough data, 1 observation');
    expect(press('Home', true)).toBe('BTC with itself, 720 observations');
    expect(press('ArrowUp')).toBe('BTC with itself, 720 observations');
    expect(press('End', true)).toBe('SOL with itself, 720 observations');
    expect(tabbable()).toEqual(['SOL with itself, 720 observations']);
  });

  it('chooses with Enter, space and a click, but no coin with itself', () => {
    press('Enter');
    press('ArrowRight');
    press(' ');
    cells()[3]?.click();
    cells()[0]?.click();
    fixture.detectChanges();
    press('Enter');
    expect(chosen).toEqual([
      ['BTC', 'ETH'],
      ['BTC', 'SOL'],
      ['ETH', 'BTC'],
    ]);
  });

  it('marks the chosen cell and lets Tab reach it', () => {
    fixture.componentRef.setInput('chosen', ['SOL', 'BTC']);
    fixture.detectChanges();
    expect(host().querySelector('[aria-selected=true]')?.textContent?.trim()).toBe('\u22120.20');
    expect(tabbable()).toEqual(['SOL and BTC: \u22120.20, 720 observations']);
  });

  it('writes no 0 where nothing is known', () => {
    expect(cells().map((cell) => cell.textContent?.trim())).toEqual(['', '0.89', '−0.20', '0.89', '', '–', '−0.20', '–', '']);
  });
});

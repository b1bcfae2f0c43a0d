import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { MarketData } from '../core/market-data';
import { SearchDialog } from './search-dialog';

const coins = [
  { symbol: 'BTC', name: 'Bitcoin' },
  { symbol: 'ETH', name: 'Ethereum' },
  { symbol: 'ETC', name: 'Ethereum Classic' },
];

describe('SearchDialog', () => {
  let element: HTMLElement;
  let closed: number;
  let navigated: string[];

  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  };
  const titles = (): string[] => [...element.querySelectorAll('.title')].map((title) => title.textContent ?? '');
  const active = (): string | null | undefined => element.querySelector('[aria-selected=true] .title')?.textContent;
  const input = (): HTMLInputElement => element.querySelector('input') as HTMLInputElement;
  async function type(text: string): Promise<void> {
    input().value = text;
    input().dispatchEvent(new Event('input'));
    await settle();
  }
  async function press(key: string): Promise<void> {
    input().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await settle();
  }

  beforeEach(async () => {
    // jsdom knows the dialog element but not how to open it.
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function () {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    };
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: MarketData, useValue: { assets: { value: signal(coins) } } }],
    });
    navigated = [];
    jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockImplementation((url) => {
      navigated.push(String(url));
      return Promise.resolve(true);
    });
    const fixture = TestBed.createComponent(SearchDialog);
    closed = 0;
    fixture.componentInstance.closed.subscribe(() => (closed += 1));
    element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    await fixture.whenStable();
  });

  it('opens with the coins and the pages', () => {
    expect(element.querySelector('dialog')?.open).toBe(true);
    expect(titles()).toEqual(['Bitcoin', 'Ethereum', 'Ethereum Classic', 'Overview', 'Screener', 'Correlation', 'Alerts', 'Data health']);
  });

  it('finds Ethereum and Ethereum Classic for "ET", Data health for "hea"', async () => {
    await type('ET');
    expect(titles()).toEqual(['Ethereum', 'Ethereum Classic']);
    await type('hea');
    expect(titles()).toEqual(['Data health']);
  });

  it('goes to /coin/ETC with arrow down and Enter, and closes', async () => {
    await type('et');
    await press('ArrowDown');
    expect(active()).toBe('Ethereum Classic');
    expect(input().getAttribute('aria-activedescendant')).toBe('coin-ETC');
    await press('Enter');
    expect([navigated, closed]).toEqual([['/coin/ETC'], 1]);
  });

  it('wraps from the first to the last with arrow up', async () => {
    await press('ArrowUp');
    expect(active()).toBe('Data health');
  });

  it('says that nothing matches "zzz", and Enter then goes nowhere', async () => {
    await type('zzz');
    expect(element.querySelector('[role=status]')?.textContent).toContain('Nothing matches “zzz”');
    await press('Enter');
    expect([navigated, closed]).toEqual([[], 0]);
  });
});

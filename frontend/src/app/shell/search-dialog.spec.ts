import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { MarketData } from '../core/market-data';
import { PreferenceStore } from '../core/preferences/preference-store';
import { Session } from '../core/session/session';
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
  const signedIn = signal(false);
  const isAdmin = signal(false);

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
      providers: [
        provideRouter([]),
        { provide: MarketData, useValue: { assets: { value: signal(coins) } } },
        { provide: Session, useValue: { signedIn, isAdmin } },
      ],
    });
    signedIn.set(false);
    isAdmin.set(false);
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

  it('closes with one Escape, also when something is typed', async () => {
    await type('et');
    await press('Escape');
    expect([navigated, closed]).toEqual([[], 1]);
  });

  it('says that nothing matches "zzz", and Enter then goes nowhere', async () => {
    await type('zzz');
    expect(element.querySelector('[role=status]')?.textContent).toContain('Nothing matches “zzz”');
    await press('Enter');
    expect([navigated, closed]).toEqual([[], 0]);
  });

  it('finds pages of the account for who has one, and administration for who administers', async () => {
    await type('sec');
    expect(titles()).toEqual([]);
    signedIn.set(true);
    await settle();
    expect(titles()).toEqual(['Security']);
    await press('Enter');
    expect(navigated).toEqual(['/security']);
    await type('administration');
    expect(titles()).toEqual([]);
    isAdmin.set(true);
    await settle();
    expect(titles()).toEqual(['Administration']);
  });

  it('switches to the light theme with "light" and Enter, and stays on the page', async () => {
    await type('light');
    expect(titles()).toEqual(['Use the light theme']);
    await press('Enter');
    expect([TestBed.inject(PreferenceStore).value().theme, navigated, closed]).toEqual(['light', [], 1]);
  });

  it('keeps the first hit chosen when the list comes to lie under a mouse that rests, and follows one that moves', async () => {
    const second = (): Element => element.querySelectorAll('[role=option]')[1] as Element;
    second().dispatchEvent(new Event('pointerenter'));
    await settle();
    expect(active()).toBe('Bitcoin');
    second().dispatchEvent(new Event('pointermove', { bubbles: true }));
    await settle();
    expect(active()).toBe('Ethereum');
  });
});

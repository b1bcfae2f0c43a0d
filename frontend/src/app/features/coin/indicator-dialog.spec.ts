import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import type { IndicatorSpec } from '@tideline/indicators';
import { readSpec } from '@tideline/indicators';
import { IndicatorDialog } from './indicator-dialog';

describe('the dialog of indicators keeps the focus', () => {
  let fixture: ComponentFixture<IndicatorDialog>;

  const removers = (): HTMLButtonElement[] => [
    ...(fixture.nativeElement as HTMLElement).querySelectorAll<HTMLButtonElement>('.shown button'),
  ];
  const focused = (): string | null | undefined => document.activeElement?.getAttribute('aria-label');
  async function remove(index: number): Promise<void> {
    removers()[index]?.focus();
    removers()[index]?.click();
    await fixture.whenStable();
  }

  it('at SMA 20 when EMA 9 above it is removed, at RSI 14 when SMA 20 below it is, and at the search with none left', async () => {
    // jsdom knows the dialog element but not how to open it.
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    fixture = TestBed.createComponent(IndicatorDialog);
    document.body.append(fixture.nativeElement as HTMLElement);
    fixture.componentRef.setInput(
      'specs',
      ['rsi:14', 'ema:9', 'sma:20'].map((text) => readSpec(text) as IndicatorSpec),
    );
    fixture.componentInstance.changed.subscribe((specs) => fixture.componentRef.setInput('specs', specs));
    await fixture.whenStable();
    const seen: (string | null | undefined)[] = [];
    for (const index of [1, 1, 0]) {
      await remove(index);
      seen.push(focused());
    }
    expect(seen).toEqual(['Remove SMA 20', 'Remove RSI 14', 'Search indicators']);
    expect(removers()).toEqual([]);
  });
});

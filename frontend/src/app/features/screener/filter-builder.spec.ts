import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { FilterBuilder } from './filter-builder';
import type { ScreenFilter } from './screen-filter';

describe('the builder of filters', () => {
  let fixture: ComponentFixture<FilterBuilder>;

  const element = (): HTMLElement => fixture.nativeElement as HTMLElement;
  const button = (name: string): HTMLElement =>
    [...element().querySelectorAll('button')].find(
      (one) => (one.textContent.trim() || one.getAttribute('aria-label')) === name,
    ) as HTMLElement;
  async function press(name: string): Promise<void> {
    button(name).click();
    await fixture.whenStable();
  }

  beforeEach(async () => {
    fixture = TestBed.createComponent(FilterBuilder);
    document.body.append(element());
    const filter: ScreenFilter = { column: 'rsi:14', comparison: 'lt', value: 30 };
    fixture.componentRef.setInput('filters', [filter]);
    fixture.componentInstance.filtersChange.subscribe((filters) => fixture.componentRef.setInput('filters', filters));
    await fixture.whenStable();
  });

  it('goes to the second line when it is added, and keeps the first', async () => {
    await press('Add a filter');
    const columns = [...element().querySelectorAll('select.column')];
    expect([columns.length, columns.indexOf(document.activeElement as Element)]).toEqual([2, 1]);
    expect([...element().querySelectorAll('input')].map(({ value }) => value)).toEqual(['30', '']);
  });

  it('stays at the button that adds when a line is removed', async () => {
    await press('Remove filter 1');
    expect([element().querySelectorAll('select.column').length, document.activeElement]).toEqual([0, button('Add a filter')]);
  });
});

import { ChangeDetectionStrategy, Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Setting } from './setting';

@Component({
  imports: [Setting],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<tl-setting label="Hollow" hint="Up candles only" control="hollow"><input id="hollow" type="checkbox" /></tl-setting>`,
})
class Host {}

describe('a setting', () => {
  it.each(['h3', 'p'])('ticks its box by a press on its text in %s', async (where) => {
    const fixture = TestBed.createComponent(Host);
    const element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    await fixture.whenStable();
    element.querySelector<HTMLElement>(`${where} label`)?.click();
    expect(element.querySelector('input')?.checked).toBe(true);
    element.remove();
  });
});

import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import type { IndicatorSpec } from '@tideline/indicators';
import { readSpec } from '@tideline/indicators';
import { IndicatorFields } from './indicator-fields';

function specOf(text: string): IndicatorSpec {
  const spec = readSpec(text);
  if (typeof spec === 'string') throw new Error(spec);
  return spec;
}

/** The fields of an indicator, kept by whoever shows them as the dialog does: what is given on comes back as the indicator. */
async function show(text: string): Promise<ComponentFixture<IndicatorFields>> {
  const fixture = TestBed.createComponent(IndicatorFields);
  fixture.componentRef.setInput('spec', specOf(text));
  fixture.componentInstance.changed.subscribe((spec) => fixture.componentRef.setInput('spec', spec));
  await fixture.whenStable();
  return fixture;
}

function inputs(fixture: ComponentFixture<IndicatorFields>): HTMLInputElement[] {
  return [...(fixture.nativeElement as HTMLElement).querySelectorAll('input')];
}

async function type(fixture: ComponentFixture<IndicatorFields>, index: number, text: string): Promise<void> {
  const field = inputs(fixture)[index];
  if (!field) throw new Error(`no field ${index}`);
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await fixture.whenStable();
}

const values = (fixture: ComponentFixture<IndicatorFields>): string[] => inputs(fixture).map(({ value }) => value);

describe('the fields of an indicator', () => {
  it.each([
    ['rsi', ['14']],
    ['macd', ['12', '26', '9']],
    ['bb:20:2.5', ['20', '2.5']],
    ['obv', []],
  ])('of %s begin with %j', async (text, expected) => {
    expect(values(await show(text))).toEqual(expected);
  });

  it('make RSI 21 of RSI 14, and say what is wrong with a period of 0', async () => {
    const fixture = await show('rsi');
    await type(fixture, 0, '21');
    expect(fixture.componentInstance.spec().key).toBe('rsi:21');
    await type(fixture, 0, '0');
    expect(fixture.componentInstance.spec().key).toBe('rsi:21');
    expect((fixture.nativeElement as HTMLElement).querySelector('[role=alert]')?.textContent).toContain('period must be a whole number');
    expect(values(fixture)).toEqual(['0']);
  });

  it('keep "2.50" as it was typed, though it means 2.5', async () => {
    const fixture = await show('bb:20:2');
    await type(fixture, 1, '2.50');
    expect(fixture.componentInstance.spec().key).toBe('bb:20:2.5');
    expect(values(fixture)).toEqual(['20', '2.50']);
  });

  it('hold all parameters of the indicator that takes the place of a removed one: bb:20:2 after sma:20', async () => {
    const fixture = await show('sma:20');
    fixture.componentRef.setInput('spec', specOf('bb:20:2'));
    await fixture.whenStable();
    expect(values(fixture)).toEqual(['20', '2']);
  });

  it('keep a period of 0 while the same RSI 14 is read again, and give way to RSI 21', async () => {
    const fixture = await show('rsi');
    await type(fixture, 0, '0');
    fixture.componentRef.setInput('spec', specOf('rsi:14'));
    await fixture.whenStable();
    const kept = values(fixture);
    fixture.componentRef.setInput('spec', specOf('rsi:21'));
    await fixture.whenStable();
    expect([kept, values(fixture)]).toEqual([['0'], ['21']]);
  });
});

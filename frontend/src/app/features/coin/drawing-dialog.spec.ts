import { TestBed } from '@angular/core/testing';
import type { ChartDrawing } from '../../ui/candle-chart/chart-model';
import { usualStyle, writeFiguresAs } from '../../ui/figure-style';
import { DrawingDialog } from './drawing-dialog';

describe('a price line by its figure', () => {
  beforeEach(() => {
    // jsdom knows the dialog element but not how to open it.
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
  });
  afterEach(() => writeFiguresAs(usualStyle));

  it.each([
    ['1,234.5', '67,012.5', 67_012.5],
    ['1.234,5', '67.012,5', 67_012.5],
    ['1 234.5', '67 012.5', 67_012.5],
    ['1.234,5', '0,00001234', 0.00001234],
    ['1,234.5', '-5', null],
    ['1,234.5', 'much', null],
    ['1,234.5', '', null],
  ] as const)('where one writes %s, "%s" is %s', async (numbers, text, expected) => {
    writeFiguresAs({ ...usualStyle, numbers });
    const fixture = TestBed.createComponent(DrawingDialog);
    fixture.componentRef.setInput('drawings', []);
    fixture.componentRef.setInput('decimals', 2);
    const drawn: (readonly ChartDrawing[])[] = [];
    fixture.componentInstance.changed.subscribe((drawings) => drawn.push(drawings));
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    const field = element.querySelector('input') as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    element.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await fixture.whenStable();
    expect(drawn.flat().map((drawing) => (drawing.kind === 'level' ? drawing.price : drawing.kind))).toEqual(
      expected === null ? [] : [expected],
    );
    expect(element.querySelector('[role=alert]') !== null).toBe(expected === null);
  });
});

describe('the dialog of drawings keeps the focus', () => {
  it('at 300 when 200 above it is removed, at 100 when 300 below it is, and at the field with none left', async () => {
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    const fixture = TestBed.createComponent(DrawingDialog);
    const element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    const drawings = [100, 200, 300].map((price): ChartDrawing => ({ id: String(price), kind: 'level', price }));
    fixture.componentRef.setInput('drawings', drawings);
    fixture.componentRef.setInput('decimals', 0);
    fixture.componentInstance.changed.subscribe((left) => fixture.componentRef.setInput('drawings', left));
    await fixture.whenStable();
    const seen: (string | null | undefined)[] = [];
    for (const index of [1, 1, 0]) {
      element.querySelectorAll<HTMLButtonElement>('.shown button')[index]?.click();
      await fixture.whenStable();
      seen.push(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);
    }
    expect(seen).toEqual(['Remove Price line 300', 'Remove Price line 100', 'INPUT']);
  });
});

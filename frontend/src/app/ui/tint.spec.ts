import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import { Tint } from './tint';
import { tokenMs, tokenPixels } from './token';

@Component({
  selector: 'tl-host',
  imports: [Tint],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span [tlTint]="price()"></span>`,
})
class Host {
  readonly price = signal<number | null>(100);
}

describe('Tint', () => {
  let fixture: ComponentFixture<Host>;
  let tints: { colour: unknown; duration: unknown }[];
  let now: number;
  let reduced: boolean;

  const move = async (price: number | null, at: number): Promise<void> => {
    now = at;
    fixture.componentInstance.price.set(price);
    await fixture.whenStable();
  };

  async function open(): Promise<void> {
    fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
  }

  beforeEach(() => {
    tints = [];
    now = 10_000;
    reduced = false;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    // jsdom neither animates nor knows media queries.
    globalThis.matchMedia = () => ({ matches: reduced }) as MediaQueryList;
    Element.prototype.animate = (frames, options) => {
      const [first] = frames as Keyframe[];
      tints.push({ colour: first?.['backgroundColor'], duration: (options as KeyframeAnimationOptions).duration });
      return {} as Animation;
    };
    document.documentElement.style.setProperty('--tl-tint', '.6s');
    document.documentElement.style.setProperty('--tl-row', '40px');
  });

  afterEach(() => jest.restoreAllMocks());

  it('tints upwards at 101, for 600 ms, and not for the first price', async () => {
    await open();
    expect(tints).toEqual([]);
    await move(101, 10_000);
    expect(tints).toEqual([{ colour: 'var(--tl-up-tint)', duration: 600 }]);
  });

  it('tints twice a second at most: at 0, not at 250, again at 500 ms', async () => {
    await open();
    await move(101, 10_000);
    await move(102, 10_250);
    await move(99, 10_500);
    expect(tints.map(({ colour }) => colour)).toEqual(['var(--tl-up-tint)', 'var(--tl-down-tint)']);
  });

  it('does not tint when a price goes away or comes back', async () => {
    await open();
    await move(null, 10_000);
    await move(100, 11_000);
    expect(tints).toEqual([]);
  });

  it('does not tint where motion is unwelcome', async () => {
    reduced = true;
    await open();
    await move(101, 10_000);
    expect(tints).toEqual([]);
  });

  it('reads .6s and 600ms as 600, and 40px as 40', () => {
    expect(tokenMs('--tl-tint')).toBe(600);
    document.documentElement.style.setProperty('--tl-tint', '600ms');
    expect([tokenMs('--tl-tint'), tokenPixels('--tl-row')]).toEqual([600, 40]);
  });
});

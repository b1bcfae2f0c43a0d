import { Directive, ElementRef, effect, inject, input } from '@angular/core';
import { tokenMs } from './token';

const atMostEveryMs = 500;

/** Tints its element for a moment when the figure moves, at most twice a second; not where motion is unwelcome. */
@Directive({ selector: '[tlTint]' })
export class Tint {
  readonly tlTint = input.required<number | null | undefined>();
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly calm = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');
  private last: number | null | undefined;
  private tintedAt = 0;

  constructor() {
    effect(() => {
      const next = this.tlTint();
      const before = this.last;
      this.last = next;
      if (typeof before === 'number' && typeof next === 'number' && next !== before) this.tint(next > before ? 'up' : 'down');
    });
  }

  private tint(way: 'up' | 'down'): void {
    const now = performance.now();
    if (this.calm?.matches || now - this.tintedAt < atMostEveryMs) return;
    this.tintedAt = now;
    this.element.animate([{ backgroundColor: `var(--tl-${way}-tint)` }, { backgroundColor: 'transparent' }], {
      duration: tokenMs('--tl-tint'),
      easing: 'ease-out',
    });
  }
}

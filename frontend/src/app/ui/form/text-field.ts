import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, computed, input, model, signal, viewChild } from '@angular/core';
import { formWords } from '../../words/account';
import { Icon } from '../icon';

let fields = 0;

/** One line to type in, with its label, a hint and its fault. A password can be shown. */
@Component({
  selector: 'tl-text-field',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './text-field.html',
  styleUrl: './text-field.scss',
})
export class TextField {
  readonly label = input.required<string>();
  readonly name = input.required<string>();
  readonly type = input<'text' | 'email' | 'password'>('text');
  /** What password managers and browsers know the field by. */
  readonly autocomplete = input.required<string>();
  readonly inputmode = input<'text' | 'email' | 'numeric'>();
  /** What may be typed, to choose from. */
  readonly suggestions = input<readonly string[]>([]);
  readonly hint = input('');
  /** What is wrong with it, as a sentence. */
  readonly fault = input<string | undefined>('');
  readonly value = model('');

  protected readonly words = formWords;
  protected readonly id = `field-${(fields += 1)}`;
  protected readonly shown = signal(false);
  protected readonly capsLock = signal(false);
  protected readonly kind = computed(() => (this.type() === 'password' && this.shown() ? 'text' : this.type()));
  protected readonly describedBy = computed(() => {
    const parts = [this.fault() ? `${this.id}-fault` : '', this.hint() ? `${this.id}-hint` : '', this.capsLock() ? `${this.id}-caps` : ''];
    return parts.filter(Boolean).join(' ') || null;
  });
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  focus(): void {
    this.box().nativeElement.focus();
  }

  protected typed(event: Event): void {
    this.value.set((event.target as HTMLInputElement).value);
  }

  protected key(event: KeyboardEvent): void {
    if (this.type() === 'password') this.capsLock.set(event.getModifierState('CapsLock'));
  }
}

import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, Injector, afterNextRender, effect, inject, input, output, viewChild } from '@angular/core';
import { formWords } from '../../words/account';
import { Icon } from '../icon';

/** Fields, what went wrong with all of them together, and the button that sends. Enter sends as well; the first field at fault gets the focus. */
@Component({
  selector: 'tl-form',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form #form novalidate method="post" [attr.aria-busy]="busy()" (submit)="submit($event)">
      <ng-content />
      <div role="alert">
        @if (problem(); as problem) {
          <p class="problem"><tl-icon name="warning" />{{ problem }}</p>
        }
      </div>
      <ng-content select="[aside]" />
      <div class="actions">
        <button type="submit" class="button main" [class.danger]="danger()" [attr.aria-disabled]="busy() || waiting() ? true : null">
          {{ busy() ? words.busy : action() }}
        </button>
        <ng-content select="[beside]" />
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--tl-s4);
    }
    .problem {
      display: flex;
      gap: var(--tl-s2);
      padding: var(--tl-s2) var(--tl-s3);
      border: var(--tl-hairline) solid var(--tl-warn);
      border-radius: var(--tl-radius-2);
      background: var(--tl-warn-tint);
    }
    .problem tl-icon {
      color: var(--tl-warn);
    }
    [role='alert']:empty {
      display: none;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s2);
    }
    .main {
      min-block-size: max(var(--tl-target), calc(var(--tl-s8) + var(--tl-s2)));
      padding-inline: var(--tl-s5);
    }
    .danger {
      border-color: var(--tl-down);
      background: var(--tl-surface-1);
      color: var(--tl-down);
    }
    .danger:hover {
      background: var(--tl-down-tint);
    }
    [aria-disabled] {
      opacity: 0.7;
      cursor: default;
    }
  `,
})
export class Form {
  /** What the button does. */
  readonly action = input.required<string>();
  readonly busy = input(false);
  /** It cannot be sent yet; `problem` says why. */
  readonly waiting = input(false);
  readonly danger = input(false);
  /** Its first empty field has the focus from the start: the form was asked for. */
  readonly takesFocus = input(false);
  /** What went wrong, as a sentence; empty when nothing did. */
  readonly problem = input('');
  /** The faults of the fields by their names; a new object after each try. */
  readonly faults = input<Readonly<Record<string, string>>>({});
  readonly send = output();

  protected readonly words = formWords;
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form');

  constructor() {
    const injector = inject(Injector);
    afterNextRender(() => {
      if (!this.takesFocus()) return;
      const fields = [...this.form().nativeElement.querySelectorAll<HTMLInputElement>('input:not([readonly])')];
      (fields.find(({ value }) => value === '') ?? fields[0])?.focus();
    });
    effect(() => {
      if (Object.keys(this.faults()).length === 0) return;
      afterNextRender(() => this.form().nativeElement.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), { injector });
    });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    if (!this.busy() && !this.waiting()) this.send.emit();
  }
}

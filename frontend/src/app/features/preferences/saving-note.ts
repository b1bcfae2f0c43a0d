import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal } from '@angular/core';
import { PreferenceStore } from '../../core/preferences/preference-store';
import { PreferenceSync } from '../../core/preferences/preference-sync';
import { Icon } from '../../ui/icon';
import { words as common } from '../../words';
import { preferenceWords } from '../../words/preferences';

const words = preferenceWords.saving;

/** Where the choices are kept, and how that goes; told politely when it changes. */
@Component({
  selector: 'tl-saving-note',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p role="status"><tl-icon [name]="troubled() ? 'warning' : 'check'" />{{ text() }}</p>
    @if (troubled()) {
      <button type="button" class="button" (click)="sync.retry()">{{ words.retry }}</button>
    }
  `,
  host: { '[class.troubled]': 'troubled()' },
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s2);
      min-block-size: var(--tl-target);
      color: var(--tl-text-2);
      font-size: var(--tl-text-13);
    }
    p {
      display: flex;
      gap: var(--tl-s2);
    }
    tl-icon {
      --tl-icon: var(--tl-s4);
      color: var(--tl-text-3);
    }
    :host(.troubled) tl-icon {
      color: var(--tl-warn);
    }
  `,
})
export class SavingNote {
  protected readonly sync = inject(PreferenceSync);
  protected readonly words = words;
  private readonly store = inject(PreferenceStore);
  /** Something was changed since the page was opened. */
  private readonly changed = linkedSignal<unknown, boolean>({
    source: () => this.store.value(),
    computation: (value, previous) => previous !== undefined && (previous.value || previous.source !== value),
  });

  protected readonly troubled = computed(() => this.sync.state() === 'waiting' || this.sync.state() === 'refused');
  protected readonly text = computed(() => {
    const state = this.sync.state();
    const failure = this.sync.failure();
    if (state === 'here') return this.changed() ? words.keptHere : words.here;
    if (state === 'waiting') return failure?.kind === 'offline' ? words.offline : words.waiting;
    if (state === 'refused')
      return failure?.status === 413
        ? words.tooLarge
        : words.refused(failure?.problem?.detail ?? common.failure.refused(failure?.status ?? 0));
    return words[state];
  });
}

import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PreferenceSync } from '../core/preferences/preference-sync';
import { Icon } from '../ui/icon';
import { preferenceWords } from '../words/preferences';

const words = preferenceWords.takenOver;

/** Tells once what of this browser was taken over into the account. */
@Component({
  selector: 'tl-preference-news',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (news(); as news) {
      <p>
        <tl-icon name="check" />{{ news }}
        <a class="button" [routerLink]="sync.takenOver()?.preferences ? '/preferences' : '/profile'">{{ words.change }}</a>
        <button type="button" class="button" (click)="sync.dismissTakenOver()">{{ words.dismiss }}</button>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s2);
      margin-block-end: var(--tl-s4);
      padding: var(--tl-s2) var(--tl-s3);
      border: var(--tl-hairline) solid var(--tl-line);
      border-radius: var(--tl-radius-2);
      background: var(--tl-accent-tint);
    }
  `,
})
export class PreferenceNews {
  protected readonly sync = inject(PreferenceSync);
  protected readonly words = words;
  protected readonly news = computed(() => {
    const over = this.sync.takenOver();
    if (!over) return '';
    return [over.preferences ? words.preferences : '', over.timeZone ? words.timeZone(over.timeZone) : ''].filter(Boolean).join(' ');
  });
}

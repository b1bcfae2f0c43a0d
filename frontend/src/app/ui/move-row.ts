import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { MarketAlert } from '@tideline/contracts';
import { moveWords as words } from '../words/moves';
import { formatAgo, formatClock, formatCount, formatExact, formatFixed, formatPrice, formatShortDay } from './figures';
import { Icon } from './icon';

const dayMs = 86_400_000;

/** What a move was, after the symbol: `rose 3.4 % in 15 minutes, 9.1 times its usual move`. */
export function moveText({ direction, change, windowMinutes, zScore }: MarketAlert): string {
  const way = direction === 'up' ? words.rose : words.fell;
  return words.sentence(way, formatFixed(Math.abs(change), 1), words.minutes(windowMinutes), formatFixed(Math.abs(zScore), 1));
}

/** When a move was: how long ago within a day, and `21 Nov, 14:02` before. */
export function moveTime({ detectedAt }: MarketAlert, now: number): string {
  const at = Date.parse(detectedAt);
  return now - at < dayMs ? formatAgo(at, now) : words.on(formatShortDay(at), formatClock(at));
}

/** A significant move as a sentence, with the way it went and when. */
@Component({
  selector: 'tl-move-row',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-icon [name]="move().direction" [class]="move().direction" />
    <p [title]="rests()">
      <a [routerLink]="['/coin', move().symbol]">{{ move().symbol }}</a> {{ text() }}
      @if (!compact()) {
        <span class="price">{{ price() }}</span>
      }
      @if (move().foundLater) {
        <span class="later" [title]="words.laterHint">{{ words.later }}</span>
      }
    </p>
    <time [attr.datetime]="move().detectedAt" [title]="exact()">{{ age() }}</time>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      align-items: start;
      gap: var(--tl-s2);
      padding: var(--tl-s2) var(--tl-s4);
    }
    tl-icon {
      --tl-icon: var(--tl-s4);
      margin-block-start: var(--tl-focus-width);
    }
    a {
      color: var(--tl-text-1);
      font-weight: var(--tl-bold);
    }
    .price,
    .later,
    time {
      color: var(--tl-text-3);
      font-size: var(--tl-text-12);
      white-space: nowrap;
    }
    .price,
    .later {
      margin-inline-start: var(--tl-s1);
    }
    .later {
      padding-inline: var(--tl-s1);
      border: var(--tl-hairline) solid var(--tl-line);
      border-radius: var(--tl-radius-1);
    }
  `,
})
export class MoveRow {
  readonly move = input.required<MarketAlert>();
  /** The present time, epoch ms. */
  readonly now = input.required<number>();
  readonly compact = input(false);

  private readonly at = computed(() => Date.parse(this.move().detectedAt));
  protected readonly words = words;
  protected readonly text = computed(() => moveText(this.move()));
  protected readonly price = computed(() => words.price(formatPrice(this.move().price)));
  protected readonly rests = computed(() => words.rests(formatCount(this.move().observations)));
  protected readonly exact = computed(() => formatExact(this.at()));
  protected readonly age = computed(() => moveTime(this.move(), this.now()));
}

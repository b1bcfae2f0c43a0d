import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ApiClient } from '../../core/api-client';
import { Clock } from '../../core/clock';
import { liveQuery } from '../../core/live-query';
import { MarketMoves, mergedMoves } from '../../core/market-moves';
import { MoveRow } from '../../ui/move-row';
import { Skeleton } from '../../ui/skeleton';
import { words as catalogue } from '../../words';
import { moveWords as words } from '../../words/moves';

const shown = 5;

/** The newest market alerts, live; the rest is on a page of its own. */
@Component({
  selector: 'tl-latest-moves',
  imports: [MoveRow, RouterLink, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="moves-title">
      <div class="panel-head">
        <h2 id="moves-title">{{ words.title }}</h2>
        <a routerLink="/alerts">{{ words.more }}</a>
      </div>
      @if (moves(); as moves) {
        <ul>
          @for (move of moves; track move.id) {
            <li><tl-move-row [move]="move" [now]="now()" [compact]="true" /></li>
          } @empty {
            <li class="none">{{ none }}</li>
          }
        </ul>
      } @else if (query.failure()) {
        <p class="none">{{ failed }}</p>
      } @else {
        <p class="none" aria-hidden="true"><tl-skeleton [chars]="36" /></p>
      }
    </section>
  `,
  styles: `
    section {
      font-size: var(--tl-text-13);
      padding-block-end: var(--tl-s2);
    }
    .panel-head a {
      display: inline-flex;
      align-items: center;
      min-block-size: var(--tl-s6);
      font-size: var(--tl-text-12);
    }
    .none {
      padding: 0 var(--tl-s4) var(--tl-s2);
      color: var(--tl-text-2);
    }
  `,
})
export class LatestMoves {
  private readonly api = inject(ApiClient);
  private readonly stream = inject(MarketMoves);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly none = words.none('', words.periods['30d']);
  protected readonly failed = catalogue.failure.title(words.title);
  protected readonly query = liveQuery({
    question: () => 'moves',
    load: () => this.api.marketAlerts({ period: '30d', limit: shown }),
    everyMs: 60_000,
  });
  protected readonly moves = computed(() => {
    const loaded = this.query.value();
    return loaded && mergedMoves(loaded.data, this.stream.live()).slice(0, shown);
  });
}

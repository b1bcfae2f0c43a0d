import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, Injector, afterNextRender, computed, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminAsset } from '@tideline/contracts';
import { Clock } from '../../../core/clock';
import { submission } from '../../../core/submission';
import { Failed } from '../../../ui/failed';
import { formatDay, formatPrice } from '../../../ui/figures';
import { Icon } from '../../../ui/icon';
import { Notice } from '../../../ui/notice';
import { Skeleton } from '../../../ui/skeleton';
import { words as appWords } from '../../../words';
import { adminWords } from '../../../words/admin';
import { adminAssetWords as words } from '../../../words/admin-assets';
import { failureText } from '../../../words/failures';
import { refusalText } from '../refusal';
import { AssetsStore } from './assets-store';
import { NewAsset } from './new-asset';

/** Which assets are followed, and in which order? */
@Component({
  selector: 'tl-assets-page',
  imports: [Failed, Icon, NewAsset, Notice, RouterLink, Skeleton],
  providers: [AssetsStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './assets-page.html',
  styleUrl: './assets-page.scss',
})
export class AssetsPage {
  private readonly injector = inject(Injector);
  private readonly rows = viewChild<ElementRef<HTMLElement>>('rows');
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly store = inject(AssetsStore);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly title = adminWords.pages.assets;
  protected readonly health = appWords.nav.health;
  protected readonly bones = Array.from({ length: 10 }, (_, i) => 12 + ((i * 5) % 7));
  protected readonly sending = submission();
  protected readonly adding = signal(false);
  protected readonly said = signal('');
  protected readonly problem = computed(() => refusalText(this.sending) || failureText(this.store.moveFailure()));

  protected price({ price }: AdminAsset): string {
    return price === null ? words.noPrice : formatPrice(price);
  }

  protected venues({ pairs }: AdminAsset): string[] {
    if (pairs.length === 0) return [words.noVenue];
    return pairs.map(({ venue, pair, listed }) => `${venue} ${pair}${listed ? '' : ` (${words.unlisted})`}`);
  }

  protected day({ addedAt }: AdminAsset): string {
    return formatDay(Date.parse(addedAt));
  }

  /** A row that moves is taken out of the page for a moment, so its button gets the focus back. */
  protected move(symbol: string, by: -1 | 1): void {
    const place = this.store.move(symbol, by) + 1;
    const way = by < 0 ? 'up' : 'down';
    afterNextRender(() => this.rows()?.nativeElement.querySelector<HTMLElement>(`[data-symbol="${symbol}"] [data-way="${way}"]`)?.focus(), {
      injector: this.injector,
    });
    this.said.set(words.moved(symbol, place, this.store.assets()?.length ?? 0));
  }

  protected async toggle({ symbol, enabled }: AdminAsset): Promise<void> {
    this.said.set('');
    const done = await this.sending.run(() => this.store.switch(symbol, !enabled).then(() => true));
    if (done) this.said.set(enabled ? words.switchedOff(symbol) : words.switchedOn(symbol));
  }

  protected begin(): void {
    this.said.set('');
    this.adding.set(true);
  }

  protected close(said = ''): void {
    this.heading().nativeElement.focus();
    this.adding.set(false);
    this.said.set(said);
  }
}

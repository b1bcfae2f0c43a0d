import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, DOCUMENT, computed, inject, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RouterLink, RouterOutlet } from '@angular/router';
import { SwUpdate } from '@angular/service-worker';
import { filter } from 'rxjs';
import { Connectivity } from '../core/connectivity';
import { ErrorReporter } from '../core/error-reporter';
import { MarketStatus } from '../core/market-status';
import { PreferenceSync } from '../core/preferences/preference-sync';
import { DataModeMark } from '../ui/data-mode-mark';
import { zoneName } from '../ui/figure-style';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { SessionMessages } from './account/session-messages';
import { Navigation } from './navigation';
import { focusOnNewPage } from './page-focus';
import { PreferenceNews } from './preference-news';
import { TopBar } from './top-bar';

/** The frame around every page: bar, rail, what must be said to everybody, and the page itself. */
@Component({
  selector: 'tl-root',
  imports: [RouterLink, RouterOutlet, TopBar, Navigation, PreferenceNews, DataModeMark, Icon, SessionMessages],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  protected readonly words = words.app;
  protected readonly online = inject(Connectivity).online;
  protected readonly reporter = inject(ErrorReporter);
  protected readonly status = inject(MarketStatus);
  protected readonly times = computed(() => words.app.timesIn(zoneName()));
  protected readonly broke = computed(() => this.reporter.last() !== null);
  protected readonly updated = toSignal(inject(SwUpdate).versionUpdates.pipe(filter((event) => event.type === 'VERSION_READY')));
  private readonly location = inject(DOCUMENT).location;
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  constructor() {
    inject(PreferenceSync);
    focusOnNewPage(() => this.main().nativeElement);
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }

  protected reload(): void {
    this.location.reload();
  }
}

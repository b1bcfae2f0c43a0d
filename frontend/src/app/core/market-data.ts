import { Injectable, inject } from '@angular/core';
import { map } from 'rxjs';
import { ApiClient } from './api-client';
import { liveQuery } from './live-query';

/** What several pages and the frame share: the tracked assets and the market as a whole. */
@Injectable({ providedIn: 'root' })
export class MarketData {
  private readonly api = inject(ApiClient);

  readonly assets = liveQuery({ question: () => 'assets', load: () => this.api.assets().pipe(map((list) => list.data)), everyMs: 60_000 });
  readonly overview = liveQuery({ question: () => 'overview', load: () => this.api.overview(), everyMs: 30_000 });
}

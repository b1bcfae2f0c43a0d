import { ChangeDetectionStrategy, Component, input } from '@angular/core';

@Component({
  selector: 'tl-coin-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>{{ symbol() }}</h1>`,
})
export class CoinPage {
  /** From the route `/coin/:symbol`. */
  readonly symbol = input.required<string>();
}

import { ChangeDetectionStrategy, Component } from '@angular/core';
import { words } from '../../words';

@Component({
  selector: 'tl-overview-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>{{ words.nav.overview }}</h1>`,
})
export class OverviewPage {
  protected readonly words = words;
}

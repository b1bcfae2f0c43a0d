import { ChangeDetectionStrategy, Component } from '@angular/core';
import { words } from '../../words';

@Component({
  selector: 'tl-health-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<h1>{{ words.nav.health }}</h1>`,
})
export class HealthPage {
  protected readonly words = words;
}

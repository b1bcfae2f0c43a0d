import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Notice } from '../ui/notice';
import { words } from '../words';

@Component({
  selector: 'tl-not-found',
  imports: [Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ words.notFoundTitle }}</h1>
    <tl-notice class="panel" icon="search" [title]="words.notFoundText">
      <a class="button" routerLink="/">{{ words.toOverview }}</a>
    </tl-notice>
  `,
  styles: `
    h1 {
      margin-block-end: var(--tl-s4);
    }
  `,
})
export class NotFound {
  protected readonly words = words.app;
}

import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/session/session';
import { Notice } from '../../ui/notice';
import { words } from '../../words';
import { notForYouWords } from '../../words/admin';

/** What somebody with another account finds where administration is. */
@Component({
  selector: 'tl-not-for-you',
  imports: [Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ words.title }}</h1>
    <tl-notice class="panel" icon="person" [title]="words.text(session.user()?.email ?? '')" [detail]="words.hint">
      <a class="button" routerLink="/">{{ toOverview }}</a>
    </tl-notice>
  `,
  styles: `
    h1 {
      margin-block-end: var(--tl-s4);
    }
  `,
})
export class NotForYou {
  protected readonly session = inject(Session);
  protected readonly words = notForYouWords;
  protected readonly toOverview = words.app.toOverview;
}

import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** Pages that belong together, as tabs above each of them. */
@Component({
  selector: 'tl-page-tabs',
  imports: [RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav [attr.aria-label]="label()">
      <ul>
        @for (page of pages(); track page.path) {
          <li>
            <a [routerLink]="page.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{ page.text }}</a>
          </li>
        }
      </ul>
    </nav>
  `,
  styleUrl: './page-tabs.scss',
})
export class PageTabs {
  readonly label = input.required<string>();
  readonly pages = input.required<readonly { path: string; text: string }[]>();
}

import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { FailedMail } from '@tideline/contracts';
import { formatExact } from '../../../ui/figures';
import { Section } from '../../../ui/section';
import { adminUserWords } from '../../../words/admin-users';

/** Mails to an account that did not arrive, and why. */
@Component({
  selector: 'tl-user-mails',
  imports: [Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <ul class="rows" [attr.aria-label]="words.title">
        @for (mail of mails(); track $index) {
          <li>
            <div class="what">
              <p class="name">{{ mail.subject }}</p>
              <p class="detail">{{ detail(mail) }}</p>
            </div>
          </li>
        }
      </ul>
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserMails {
  readonly mails = input.required<readonly FailedMail[]>();

  protected readonly words = adminUserWords.mails;

  protected detail({ promisedAt, attempts, error, givenUpAt }: FailedMail): string {
    const { words } = this;
    const end = givenUpAt === null ? words.waiting : words.givenUp(formatExact(Date.parse(givenUpAt)));
    return [words.promised(formatExact(Date.parse(promisedAt))), words.attempts(attempts), end, error].filter(Boolean).join(' · ');
  }
}

import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Session } from '../../core/session/session';
import { securityWords } from '../../words/security';
import { ApiKeys } from './api-keys';
import { ChangeEmail } from './change-email';
import { ChangePassword } from './change-password';
import { OwnData } from './own-data';
import { SecondFactor } from './second-factor';
import { SessionList } from './session-list';

/** What guards this account: address, password, second factor, sessions, keys; taking one's data along, and leaving. */
@Component({
  selector: 'tl-security-page',
  imports: [ApiKeys, ChangeEmail, ChangePassword, OwnData, SecondFactor, SessionList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ words.title }}</h1>
    <tl-change-email [email]="email()" [pending]="session.user()?.pendingEmail ?? null" />
    <tl-change-password [email]="email()" />
    <tl-second-factor [on]="session.user()?.totpEnabled ?? false" [codesLeft]="session.user()?.recoveryCodesLeft ?? 0" [email]="email()" />
    <tl-session-list />
    <tl-api-keys />
    <tl-own-data [email]="email()" />
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--tl-s4);
      max-inline-size: calc(var(--tl-aside) * 2);
    }
  `,
})
export class SecurityPage {
  protected readonly session = inject(Session);
  protected readonly words = securityWords;
  protected readonly email = computed(() => this.session.user()?.email ?? '');
}

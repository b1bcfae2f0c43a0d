import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../../../core/clock';
import { CopyButton } from '../../../ui/copy-button';
import { Failed } from '../../../ui/failed';
import { formatAgo, formatExact } from '../../../ui/figures';
import { Icon } from '../../../ui/icon';
import { Notice } from '../../../ui/notice';
import { Section } from '../../../ui/section';
import { Skeleton } from '../../../ui/skeleton';
import { adminWords } from '../../../words/admin';
import { adminUserWords as words } from '../../../words/admin-users';
import { securityWords } from '../../../words/security';
import { UserAccess } from './user-access';
import { UserAddress } from './user-address';
import { UserKeys } from './user-keys';
import { UserMails } from './user-mails';
import { UserSessions } from './user-sessions';
import { UserStore } from './user-store';

/** One account: who it is, whether it may come in, and where it is signed in. */
@Component({
  selector: 'tl-user-page',
  imports: [
    ...[CopyButton, Failed, Icon, Notice, RouterLink, Section, Skeleton],
    ...[UserAccess, UserAddress, UserKeys, UserMails, UserSessions],
  ],
  providers: [UserStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './user-page.html',
  styleUrl: './user-page.scss',
})
export class UserPage {
  readonly id = input.required<string>();

  protected readonly store = inject(UserStore);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly common = adminWords;
  protected readonly copy = securityWords.copy;
  protected readonly copyText = securityWords.codes.copy;
  /** A cut-off id is as unknown as a deleted one. */
  protected readonly unknown = computed(() => [400, 404].includes(this.store.query.failure()?.status ?? 0));

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => this.store.show(id));
    });
  }

  protected exact(at: string): string {
    return formatExact(Date.parse(at));
  }

  protected seen(at: string | null): string {
    return at === null ? adminWords.never : formatAgo(Date.parse(at), this.now());
  }
}

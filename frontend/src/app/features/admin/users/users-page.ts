import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, linkedSignal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { AdminApi } from '../../../core/admin-api';
import { Clock } from '../../../core/clock';
import { pagedQuery } from '../../../core/paged-query';
import { Session } from '../../../core/session/session';
import { Failed } from '../../../ui/failed';
import { formatAgo, formatDay, formatExact } from '../../../ui/figures';
import { Notice } from '../../../ui/notice';
import { Skeleton } from '../../../ui/skeleton';
import { adminWords } from '../../../words/admin';
import { adminUserWords as words } from '../../../words/admin-users';
import { MoreRows } from '../more-rows';
import { readUserSearch } from './user-search';

const searchAfterMs = 300;
const everyMs = 30_000;

/** Who has an account here? Found by name, address or id; the URL holds what is looked for. */
@Component({
  selector: 'tl-users-page',
  imports: [Failed, MoreRows, Notice, RouterLink, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './users-page.html',
  styleUrl: './users-page.scss',
})
export class UsersPage {
  readonly search = input<string>();
  readonly status = input<string>();
  readonly role = input<string>();
  readonly verified = input<string>();

  private readonly api = inject(AdminApi);
  private readonly router = inject(Router);
  private timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly me = computed(() => this.session.user()?.id);
  private readonly session = inject(Session);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly common = adminWords;
  protected readonly bones = Array.from({ length: 8 }, (_, i) => 16 + ((i * 5) % 9));
  protected readonly statuses = ['active', 'disabled'] as const;
  protected readonly roles = ['user', 'admin'] as const;
  protected readonly verifieds = ['true', 'false'] as const;

  /** What stands in the field. It stays while one types on, and when the address says the same, perhaps without the last space. */
  protected readonly typed = linkedSignal<string, string>({
    source: () => this.search() ?? '',
    computation: (search, previous) =>
      previous !== undefined && (this.timer !== undefined || previous.value.trim() === search) ? previous.value : search,
  });

  protected readonly asked = computed(
    () => readUserSearch({ search: this.search(), status: this.status(), role: this.role(), verified: this.verified() }),
    { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  protected readonly filtered = computed(() => Object.values(this.asked()).some((value) => value !== undefined));
  protected readonly users = pagedQuery({
    question: () => this.asked(),
    load: (asked, cursor) => this.api.users(asked, cursor),
    idOf: ({ id }) => id,
    everyMs,
  });
  protected readonly count = computed(() => {
    const rows = this.users.rows();
    return rows === undefined || rows.length === 0 ? '' : words.count(rows.length, this.users.hasMore());
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(event: Event): void {
    const search = (event.target as HTMLInputElement).value;
    this.typed.set(search);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.keep({ search: search.trim() || null });
    }, searchAfterMs);
  }

  protected pick(name: 'status' | 'role' | 'verified', event: Event): void {
    this.keep({ [name]: (event.target as HTMLSelectElement).value || null });
  }

  protected clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.typed.set('');
    this.keep({ search: null, status: null, role: null, verified: null });
  }

  protected day(at: string): string {
    return formatDay(Date.parse(at));
  }

  protected exact(at: string | null): string {
    return at === null ? '' : formatExact(Date.parse(at));
  }

  protected seen(at: string | null): string {
    return at === null ? adminWords.never : formatAgo(Date.parse(at), this.now());
  }

  private keep(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}

import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { AdminApi } from '../../../core/admin-api';
import { Clock } from '../../../core/clock';
import { pagedQuery } from '../../../core/paged-query';
import { Failed } from '../../../ui/failed';
import { zoneName } from '../../../ui/figure-style';
import { formatCount, formatExact } from '../../../ui/figures';
import { Notice } from '../../../ui/notice';
import { Skeleton } from '../../../ui/skeleton';
import { adminWords } from '../../../words/admin';
import { auditWords as words } from '../../../words/admin-audit';
import { MoreRows } from '../more-rows';
import type { AuditRange } from './audit-search';
import { auditRanges, isAccountId, readAuditSearch, readRange } from './audit-search';
import { accountIds, actionText, detailText } from './audit-view';
import { People } from './people';
import { PersonLink } from './person-link';

const everyMs = 15_000;
type Filters = Partial<Record<'actor' | 'subject' | 'action' | 'range' | 'from' | 'to', string | null>>;

/** Who did what here? The audit log, newest first; the URL holds what is looked for. */
@Component({
  selector: 'tl-audit-log-page',
  imports: [Failed, MoreRows, Notice, PersonLink, Skeleton],
  providers: [People],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './audit-log-page.html',
  styleUrl: './audit-log-page.scss',
})
export class AuditLogPage {
  readonly actor = input<string>();
  readonly subject = input<string>();
  readonly action = input<string>();
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  private readonly api = inject(AdminApi);
  private readonly router = inject(Router);
  protected readonly people = inject(People);
  protected readonly now = inject(Clock).now;
  protected readonly words = words;
  protected readonly common = adminWords;
  protected readonly bones = Array.from({ length: 10 }, (_, i) => 24 + ((i * 7) % 15));
  protected readonly persons = [
    { name: 'actor', label: words.actor, hint: words.personHint },
    { name: 'subject', label: words.subject, hint: words.subjectHint },
  ] as const;
  protected readonly ranges = auditRanges;
  protected readonly actions = Object.entries(words.actions).map(([value, text]) => ({ value, text }));
  protected readonly groups = Object.entries(words.groups).map(([value, text]) => ({ value, text }));
  protected readonly unknown = signal<{ name: 'actor' | 'subject'; typed: string } | null>(null);
  /** Certain days are about to be chosen. */
  private readonly choosingDays = signal(false);

  private readonly params = computed(() => ({
    ...{ actor: this.actor(), subject: this.subject(), action: this.action() },
    ...{ range: this.range(), from: this.from(), to: this.to() },
  }));
  protected readonly chosenRange = computed<AuditRange>(() => (this.choosingDays() ? 'days' : readRange(this.params())));
  protected readonly asked = computed(() => readAuditSearch(this.params(), untracked(this.now)));
  protected readonly filtered = computed(() => Object.values(this.asked()).some((value) => value !== undefined));
  protected readonly log = pagedQuery({
    question: () => this.asked(),
    load: (asked, cursor) => this.api.auditLog(asked, cursor),
    idOf: ({ seq }) => seq,
    everyMs,
  });
  protected readonly rows = computed(() =>
    this.log.rows()?.map((entry) => ({
      ...entry,
      when: formatExact(Date.parse(entry.at)),
      what: actionText(entry.action),
      more: detailText(entry.detail),
    })),
  );
  protected readonly count = computed(() => {
    const rows = this.log.rows();
    return rows === undefined || rows.length === 0 ? '' : words.count(formatCount(rows.length), this.log.hasMore());
  });
  protected readonly zone = computed(() => words.days(zoneName()));

  constructor() {
    effect(() => {
      const ids = accountIds(this.log.rows() ?? []);
      for (const id of [this.asked().actor, this.asked().subject]) if (id !== undefined) ids.add(id);
      untracked(() => this.people.want(ids));
    });
  }

  protected written(id: string | undefined): string {
    return id === undefined ? '' : (this.people.of(id)?.email ?? id);
  }

  /** An address is looked up; the URL holds the id, as the log does. */
  protected async pickPerson(name: 'actor' | 'subject', event: Event): Promise<void> {
    const typed = (event.target as HTMLInputElement).value.trim();
    this.unknown.set(null);
    if (!typed.includes('@')) {
      if (typed === '' || name === 'subject' || isAccountId(typed)) this.keep({ [name]: typed || null });
      else this.unknown.set({ name, typed });
      return;
    }
    const person = await this.people.withEmail(typed).catch(() => null);
    if (person === null) this.unknown.set({ name, typed });
    else this.keep({ [name]: person.id });
  }

  protected pickAction(event: Event): void {
    this.keep({ action: (event.target as HTMLSelectElement).value || null });
  }

  protected pickRange(event: Event): void {
    const range = (event.target as HTMLSelectElement).value;
    this.choosingDays.set(range === 'days');
    if (range !== 'days') this.keep({ range: range === 'all' ? null : range, from: null, to: null });
  }

  protected pickDay(name: 'from' | 'to', event: Event): void {
    this.keep({ [name]: (event.target as HTMLInputElement).value || null, range: null });
  }

  protected clear(): void {
    this.unknown.set(null);
    this.choosingDays.set(false);
    this.keep({ actor: null, subject: null, action: null, range: null, from: null, to: null });
  }

  private keep(queryParams: Filters): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true, scroll: 'manual' });
  }
}

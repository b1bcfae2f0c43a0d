import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core';
import type { AdminUserChange } from '@tideline/contracts';
import { submission } from '../../../core/submission';
import { Section } from '../../../ui/section';
import { adminWords } from '../../../words/admin';
import { adminUserWords } from '../../../words/admin-users';
import { refusalText } from '../refusal';
import { UserStore } from './user-store';

type Deed = 'deactivate' | 'activate' | 'promote' | 'demote';

const changes: Record<Deed, AdminUserChange> = {
  deactivate: { status: 'disabled' },
  activate: { status: 'active' },
  promote: { role: 'admin' },
  demote: { role: 'user' },
};

/** Whether an account may come in, and as what. Each change says first what will happen. */
@Component({
  selector: 'tl-user-access',
  imports: [Section],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-section [title]="words.title">
      <p>{{ active() ? words.active : words.disabled }} {{ admin() ? words.isAdmin : words.isUser }}</p>
      <p class="said" role="status">{{ said() }}</p>
      <p class="problem" role="alert">{{ problem() }}</p>
      @if (asking(); as deed) {
        <p class="strong" id="user-deed">{{ whatHappens() }}</p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            [class.danger]="deed !== 'activate'"
            aria-describedby="user-deed"
            [attr.aria-disabled]="sending.busy() ? true : null"
            (click)="do(deed)"
          >
            {{ words[deed] }}
          </button>
          <button type="button" class="button" (click)="ask(null)">{{ words.keep }}</button>
        </div>
      } @else {
        <div class="buttons">
          @for (deed of possible(); track deed) {
            <button type="button" class="button" [class.danger]="deed === 'deactivate'" (click)="ask(deed)">{{ words[deed] }}</button>
          }
        </div>
      }
    </tl-section>
  `,
  styleUrl: '../../../ui/section-parts.scss',
})
export class UserAccess {
  private readonly store = inject(UserStore);
  private readonly section = viewChild.required(Section);

  protected readonly words = adminUserWords.access;
  protected readonly common = adminWords;
  protected readonly sending = submission();
  protected readonly asking = signal<Deed | null>(null);
  protected readonly said = signal('');
  protected readonly active = computed(() => this.store.user()?.status === 'active');
  protected readonly admin = computed(() => this.store.user()?.role === 'admin');
  protected readonly possible = computed<Deed[]>(() => [this.admin() ? 'demote' : 'promote', this.active() ? 'deactivate' : 'activate']);
  protected readonly problem = computed(() => refusalText(this.sending));
  protected readonly whatHappens = computed(() => {
    const [deed, name, { words }] = [this.asking(), this.store.user()?.displayName ?? '', this];
    if (deed === null) return '';
    if (this.store.own() && deed === 'deactivate') return words.deactivateSelf;
    if (this.store.own() && deed === 'demote') return words.demoteSelf;
    return words[`${deed}Text`](name);
  });

  protected ask(deed: Deed | null): void {
    this.section().focus();
    this.said.set('');
    this.sending.clear();
    this.asking.set(deed);
  }

  protected async do(deed: Deed): Promise<void> {
    this.said.set('');
    const changed = await this.sending.run(() => this.store.change(changes[deed]));
    if (!changed) return;
    const done = { deactivate: 'deactivated', activate: 'activated', promote: 'promoted', demote: 'demoted' } as const;
    this.section().focus();
    this.asking.set(null);
    this.said.set(this.words[done[deed]](changed.displayName));
  }
}

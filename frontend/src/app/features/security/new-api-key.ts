import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import type { ApiKeyScope, CreatedApiKey } from '@tideline/contracts';
import { SecurityApi } from '../../core/security-api';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { Segmented } from '../../ui/segmented';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { securityWords } from '../../words/security';

const dayMs = 86_400_000;
const lifetimes = ['30', '90', '365', 'never'] as const;

/** A key to be: what for, what it may do, and how long. */
@Component({
  selector: 'tl-new-api-key',
  imports: [Form, Segmented, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-form
      [takesFocus]="true"
      [action]="words.create"
      [busy]="sending.busy()"
      [waiting]="sending.waitSeconds() > 0"
      [problem]="problem()"
      [faults]="sending.faults()"
      (send)="send()"
    >
      <tl-text-field [label]="words.name" name="key-name" autocomplete="off" [hint]="words.nameHint" [fault]="fault()" [(value)]="name" />
      <div class="choices">
        <div>
          <p aria-hidden="true">{{ words.scopes }}</p>
          <tl-segmented [label]="words.scopes" [options]="scopeOptions" [(value)]="scope" />
        </div>
        <label>
          {{ words.expiry }}
          <select class="field" name="expiry" (change)="choose($event)">
            @for (days of lifetimes; track days) {
              <option [value]="days" [selected]="days === lifetime()">{{ words.expiries[days] }}</option>
            }
          </select>
        </label>
      </div>
      <button beside type="button" class="button" (click)="closed.emit()">{{ cancel }}</button>
    </tl-form>
  `,
  styles: `
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: var(--tl-s3) var(--tl-s6);
    }
    label,
    .choices > div {
      display: grid;
      gap: var(--tl-s1);
      font-size: var(--tl-text-13);
      font-weight: var(--tl-medium);
    }
  `,
})
export class NewApiKey {
  private readonly api = inject(SecurityApi);

  readonly created = output<CreatedApiKey>();
  readonly closed = output();

  protected readonly words = securityWords.keys;
  protected readonly cancel = securityWords.cancel;
  protected readonly lifetimes = lifetimes;
  protected readonly scopeOptions = (['read', 'write'] as const).map((value) => ({ value, text: securityWords.keys.scopeTexts[value] }));
  protected readonly sending = submission();
  protected readonly name = signal('');
  protected readonly scope = signal<ApiKeyScope>('read');
  protected readonly lifetime = signal<(typeof lifetimes)[number]>('90');
  protected readonly problem = computed(() => failureText(this.sending.failure(), this.sending.waitSeconds()));
  protected readonly fault = computed(() => {
    const what = this.sending.faults()['name'];
    return what === undefined ? '' : formWords.fault(this.words.name, what);
  });

  protected choose(event: Event): void {
    const chosen = (event.target as HTMLSelectElement).value;
    this.lifetime.set(lifetimes.find((days) => days === chosen) ?? '90');
  }

  protected async send(): Promise<void> {
    const name = this.name().trim();
    const scopes: ApiKeyScope[] = this.scope() === 'write' ? ['read', 'write'] : ['read'];
    const days = Number(this.lifetime());
    const expiresAt = Number.isNaN(days) ? null : new Date(Date.now() + days * dayMs).toISOString();
    const check: Record<string, string> = name === '' ? { name: securityWords.empty } : {};
    const key = await this.sending.run(() => this.api.createApiKey({ name, scopes, expiresAt }), check);
    if (key) this.created.emit(key);
  }
}

import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProfileChange } from '@tideline/contracts';
import { Clock } from '../../core/clock';
import { draft } from '../../core/draft';
import { PreferenceRequests } from '../../core/preferences/preference-requests';
import { DEVICE_ZONE } from '../../core/preferences/preference-sync';
import { Session } from '../../core/session/session';
import type { Faults } from '../../core/submission';
import { submission } from '../../core/submission';
import { Form } from '../../ui/form/form';
import { TextField } from '../../ui/form/text-field';
import { Icon } from '../../ui/icon';
import { initials } from '../../ui/initials';
import { Segmented } from '../../ui/segmented';
import { formWords } from '../../words/account';
import { failureText } from '../../words/failures';
import { profileWords as words } from '../../words/profile';
import { localeNames, sampleOf, timeZones, zoneNamed } from './regions';

/** Who one is here, and how dates, times and prices are written for one. */
@Component({
  selector: 'tl-profile-page',
  imports: [Form, Icon, RouterLink, Segmented, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './profile-page.html',
  styleUrl: './profile-page.scss',
})
export class ProfilePage {
  private readonly session = inject(Session);
  private readonly requests = inject(PreferenceRequests);
  private readonly clock = inject(Clock);

  protected readonly words = words;
  protected readonly user = this.session.user;
  protected readonly saving = submission();
  protected readonly saved = signal(false);
  protected readonly deviceZone = inject(DEVICE_ZONE);
  protected readonly zones = timeZones(this.deviceZone);
  protected readonly currencies = (['USD', 'BTC'] as const).map((value) => ({ value, text: words.currencies[value] }));

  /** What is typed stays when the account is read again, unless that very thing changed. */
  protected readonly name = draft(() => this.user()?.displayName ?? '');
  protected readonly locale = draft(() => this.user()?.locale ?? 'en-GB');
  protected readonly zone = draft(() => this.user()?.timeZone ?? 'UTC');
  private readonly wanted = draft(() => this.user()?.displayCurrency ?? 'USD');

  protected readonly currency = computed(() => (this.wanted() === 'BTC' ? 'BTC' : 'USD'));
  protected readonly wantsEuro = computed(() => this.wanted() === 'EUR');
  protected readonly locales = computed(() => localeNames(this.locale()));
  protected readonly initials = computed(() => initials(this.name()));
  private readonly knownZone = computed(() => zoneNamed(this.zone(), this.zones));
  protected readonly zoneHint = computed(() => {
    const zone = this.knownZone();
    return zone === undefined ? '' : words.zoneHint(sampleOf(this.locale(), zone, this.clock.now()));
  });
  protected readonly localeHint = computed(() => words.localeHint(sampleOf(this.locale(), this.knownZone(), this.clock.now())));
  protected readonly problem = computed(() => failureText(this.saving.failure(), this.saving.waitSeconds()));

  protected fault(name: keyof ProfileChange, label: string): string {
    const what = this.saving.faults()[name];
    return what === undefined ? '' : formWords.fault(label, what);
  }

  protected pickLocale(event: Event): void {
    this.locale.set((event.target as HTMLSelectElement).value);
  }

  protected pickCurrency(currency: 'USD' | 'BTC'): void {
    this.wanted.set(currency);
  }

  protected async save(): Promise<void> {
    this.saved.set(false);
    const change = {
      displayName: this.name().trim(),
      locale: this.locale(),
      timeZone: this.knownZone() ?? '',
      displayCurrency: this.wanted(),
    };
    const account = await this.saving.run(() => this.requests.changeProfile(change), checked(change));
    if (account === undefined) return;
    this.session.update(account);
    this.saved.set(true);
  }
}

function checked({ displayName, timeZone }: { displayName: string; timeZone: string }): Faults {
  return {
    ...(displayName === '' && { displayName: words.empty }),
    ...([...displayName].length > 60 && { displayName: words.tooLong }),
    ...(timeZone === '' && { timeZone: words.zoneUnknown }),
  };
}

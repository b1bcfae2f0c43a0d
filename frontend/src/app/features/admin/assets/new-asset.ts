import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import type { AdminAsset } from '@tideline/contracts';
import { submission } from '../../../core/submission';
import { Form } from '../../../ui/form/form';
import { TextField } from '../../../ui/form/text-field';
import { Segmented } from '../../../ui/segmented';
import { formWords } from '../../../words/account';
import { adminWords } from '../../../words/admin';
import { adminAssetWords } from '../../../words/admin-assets';
import { AssetsStore } from './assets-store';
import { addRefusalText } from './add-refusal';

type Way = 'coingeckoId' | 'pair';

/** An asset to be followed, named by its CoinGecko id or a pair. */
@Component({
  selector: 'tl-new-asset',
  imports: [Form, Segmented, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-form
      [takesFocus]="true"
      [action]="words.action"
      [busy]="sending.busy()"
      [waiting]="sending.waitSeconds() > 0"
      [problem]="problem()"
      [faults]="sending.faults()"
      (send)="send()"
    >
      <tl-segmented [label]="words.by" [options]="ways" [value]="way()" (valueChange)="choose($event)" />
      <tl-text-field
        [label]="words.ways[way()]"
        name="asset"
        autocomplete="off"
        [hint]="words.hints[way()]"
        [fault]="fault()"
        [(value)]="typed"
      />
      <button beside type="button" class="button" (click)="closed.emit()">{{ cancel }}</button>
    </tl-form>
  `,
})
export class NewAsset {
  private readonly store = inject(AssetsStore);

  readonly added = output<AdminAsset>();
  readonly closed = output();

  protected readonly words = adminAssetWords.add;
  protected readonly cancel = adminWords.cancel;
  protected readonly ways = (['coingeckoId', 'pair'] as const).map((value) => ({ value, text: adminAssetWords.add.ways[value] }));
  protected readonly sending = submission();
  protected readonly way = signal<Way>('coingeckoId');
  protected readonly typed = signal('');
  protected readonly problem = computed(() => addRefusalText(this.sending));
  protected readonly fault = computed(() => {
    const what = this.sending.faults()[this.way()];
    return what === undefined ? '' : formWords.fault(this.words.ways[this.way()], what);
  });

  protected choose(way: Way): void {
    this.sending.clear();
    this.way.set(way);
  }

  protected async send(): Promise<void> {
    const typed = this.typed().trim();
    const asked = this.way() === 'pair' ? { pair: typed.toUpperCase() } : { coingeckoId: typed.toLowerCase() };
    const check: Record<string, string> = typed === '' ? { [this.way()]: this.words.empty } : {};
    const added = await this.sending.run(() => this.store.add(asked), check);
    if (added) this.added.emit(added);
  }
}

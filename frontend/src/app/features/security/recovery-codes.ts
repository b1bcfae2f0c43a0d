import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, ViewEncapsulation, afterNextRender, computed, input, output, viewChild } from '@angular/core';
import { CopyButton } from '../../ui/copy-button';
import { download } from '../../ui/download';
import { securityWords } from '../../words/security';

/** Recovery codes, shown this once: to copy, to download, to print. Printed alone, which is why its styles reach beyond it. */
@Component({
  selector: 'tl-recovery-codes',
  imports: [CopyButton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  encapsulation: ViewEncapsulation.None,
  template: `
    <h3 #heading tabindex="-1">{{ words.title }}</h3>
    <p>{{ words.text }}</p>
    <ul>
      @for (code of codes(); track code) {
        <li>
          <code>{{ code }}</code>
        </li>
      }
    </ul>
    <div class="tools">
      <tl-copy-button [text]="plain()" [action]="words.copy" [done]="copy.done" [failed]="copy.failed" />
      <button type="button" class="button" (click)="save()">{{ words.download }}</button>
      <button type="button" class="button" (click)="print()">{{ words.print }}</button>
      <button type="button" class="button main" (click)="kept.emit()">{{ words.kept }}</button>
    </div>
  `,
  styleUrl: './recovery-codes.scss',
})
export class RecoveryCodes {
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly codes = input.required<readonly string[]>();
  readonly email = input.required<string>();
  readonly kept = output();

  protected readonly words = securityWords.codes;
  protected readonly copy = securityWords.copy;
  protected readonly plain = computed(() => this.codes().join('\n'));

  constructor() {
    afterNextRender(() => this.heading().nativeElement.focus());
  }

  protected save(): void {
    download('tideline-recovery-codes.txt', `${this.words.file(this.email())}\n\n${this.plain()}\n`, 'text/plain');
  }

  protected print(): void {
    globalThis.print();
  }
}

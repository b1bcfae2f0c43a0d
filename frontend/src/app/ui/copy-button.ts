import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';

/** Copies a text, and says whether it did. */
@Component({
  selector: 'tl-copy-button',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="button" (click)="copy()">{{ action() }}</button>
    <span role="status">{{ said() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--tl-s2);
      color: var(--tl-text-2);
      font-size: var(--tl-text-13);
    }
    span:empty {
      display: none;
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly action = input.required<string>();
  /** What is said afterwards. */
  readonly done = input.required<string>();
  readonly failed = input.required<string>();
  protected readonly said = signal('');

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text());
      this.said.set(this.done());
    } catch {
      // Without TLS there is no clipboard.
      this.said.set(this.failed());
    }
  }
}

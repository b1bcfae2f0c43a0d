import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, afterNextRender, input, output, viewChild } from '@angular/core';
import { Icon } from './icon';

/** A modal dialog with a title, open as long as it is in the page; Escape, its button and a press beside it close it. Its search has the focus. */
@Component({
  selector: 'tl-sheet',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dialog #dialog [attr.aria-label]="title()" (close)="closed.emit()" (mousedown)="outside($event)">
      <div class="head">
        <h2>{{ title() }}</h2>
        <button type="button" class="icon-button" [attr.aria-label]="close()" (click)="dialog.close()"><tl-icon name="close" /></button>
      </div>
      <div class="body"><ng-content /></div>
    </dialog>
  `,
  styles: `
    dialog {
      inline-size: min(var(--tl-card), calc(100vw - var(--tl-s6)));
      max-block-size: 80dvh;
      padding: 0;
      border: var(--tl-hairline) solid var(--tl-line);
      border-radius: var(--tl-radius-2);
      background: var(--tl-surface-1);
      color: var(--tl-text-1);
      box-shadow: var(--tl-raised);
    }
    dialog::backdrop {
      background: var(--tl-veil);
    }
    .head {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: var(--tl-s2) var(--tl-s2) var(--tl-s2) var(--tl-s4);
      border-block-end: var(--tl-hairline) solid var(--tl-line);
      background: var(--tl-surface-1);
    }
    .body {
      padding: var(--tl-s3) var(--tl-s4) var(--tl-s4);
    }
  `,
})
export class Sheet {
  readonly title = input.required<string>();
  /** What the closing button says. */
  readonly close = input.required<string>();
  readonly closed = output();
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    const exact = globalThis.matchMedia?.('(pointer: fine)');
    afterNextRender(() => {
      const dialog = this.dialog().nativeElement;
      dialog.showModal();
      // Type at once; where one touches, the keyboard would hide what there is to choose from.
      if (exact?.matches) dialog.querySelector<HTMLElement>('input[type=search]')?.focus();
    });
  }

  /** Closes it, as its button does. */
  dismiss(): void {
    this.dialog().nativeElement.close();
  }

  protected outside(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.dialog().nativeElement.close();
  }
}

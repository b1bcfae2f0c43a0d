import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, input, viewChild } from '@angular/core';

let sections = 0;

/** One matter of a page: a title, what can be done at once beside it, and the rest below. */
@Component({
  selector: 'tl-section',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" [attr.aria-labelledby]="id">
      <div class="panel-head">
        <h2 #heading [id]="id" tabindex="-1">{{ title() }}</h2>
        <ng-content select="[head]" />
      </div>
      <div class="body"><ng-content /></div>
    </section>
  `,
  styles: `
    h2:focus-visible {
      outline: none;
    }
    .body {
      display: grid;
      gap: var(--tl-s3);
      padding: 0 var(--tl-s4) var(--tl-s4);
    }
  `,
})
export class Section {
  readonly title = input.required<string>();
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly id = `section-${(sections += 1)}`;

  /** Puts the focus on its title: what had it is about to go. */
  focus(): void {
    this.heading().nativeElement.focus();
  }
}

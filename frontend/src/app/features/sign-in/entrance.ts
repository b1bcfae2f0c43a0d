import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** The frame of every page through which one comes in: a title, a sentence, and one card in the middle. */
@Component({
  selector: 'tl-entrance',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel">
      <h1>{{ title() }}</h1>
      @if (lead(); as lead) {
        <p class="lead">{{ lead }}</p>
      }
      <ng-content />
    </section>
    <ng-content select="[below]" />
  `,
  styles: `
    @use 'tokens';

    :host {
      display: grid;
      gap: var(--tl-s4);
      inline-size: min(100%, var(--tl-card));
      margin: var(--tl-s8) auto 0;
    }
    section {
      display: grid;
      gap: var(--tl-s4);
      padding: var(--tl-s6);
    }
    .lead {
      margin-block-start: calc(-1 * var(--tl-s2));
      color: var(--tl-text-2);
    }
    @include tokens.phone {
      :host {
        margin-block-start: 0;
      }
      section {
        padding: var(--tl-s4);
      }
    }
  `,
})
export class Entrance {
  readonly title = input.required<string>();
  readonly lead = input('');
}

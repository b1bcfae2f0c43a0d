import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { People } from './people';

/** Somebody or something of the log: an account by its name with a way to it, everything else as it stands there. */
@Component({
  selector: 'tl-person-link',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (person(); as person) {
      <a [routerLink]="['/admin/users', person.id]" [title]="person.email">{{ person.displayName }}</a>
    } @else {
      <span [title]="id()">{{ short() }}</span>
    }
  `,
  styles: `
    a {
      display: inline-flex;
      align-items: center;
      min-block-size: var(--tl-s6);
    }
  `,
})
export class PersonLink {
  readonly id = input.required<string>();

  private readonly people = inject(People);
  protected readonly person = computed(() => this.people.of(this.id()));
  /** The first part of a long id tells it from the others. */
  protected readonly short = computed(() => (this.id().length > 20 ? `${this.id().slice(0, 8)}…` : this.id()));
}

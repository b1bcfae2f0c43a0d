import { ChangeDetectionStrategy, Component, afterNextRender, computed, inject, viewChild } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/session/session';
import { initials } from '../../ui/initials';
import { accountWords } from '../../words/account';
import { accountPages } from './account-pages';
import { SignInState } from './sign-in-state';

/** What belongs to who is signed in. It is loaded by the press on its button, so it opens at once. */
@Component({
  selector: 'tl-account-menu',
  imports: [MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="icon-button" [matMenuTriggerFor]="menu" [title]="name()">
      <span class="face" aria-hidden="true">{{ initials() }}</span><span class="visually-hidden">{{ words.menu(name()) }}</span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before" [aria-label]="words.menu(name())">
      <p class="menu-title" role="presentation">{{ name() }}<br />{{ session.user()?.email }}</p>
      @for (link of links(); track link.path) {
        <a mat-menu-item [routerLink]="link.path">{{ link.text }}</a>
      }
      <button mat-menu-item (click)="state.signOut()">{{ words.signOut }}</button>
    </mat-menu>
  `,
  styleUrl: './account-face.scss',
})
export class AccountMenu {
  private readonly trigger = viewChild.required(MatMenuTrigger);
  protected readonly session = inject(Session);
  protected readonly state = inject(SignInState);
  protected readonly words = accountWords;
  protected readonly name = computed(() => this.session.user()?.displayName ?? '');
  protected readonly initials = computed(() => initials(this.name()));
  protected readonly links = computed(() => accountPages(this.session));

  constructor() {
    afterNextRender(() => {
      this.trigger().focus('program');
      this.trigger().openMenu();
    });
  }
}

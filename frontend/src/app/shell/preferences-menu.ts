import { ChangeDetectionStrategy, Component, afterNextRender, inject, viewChild } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Preferences } from '@tideline/contracts';
import { PreferenceStore } from '../core/preferences/preference-store';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { preferenceWords } from '../words/preferences';

interface Choice {
  text: string;
  change: Partial<Preferences>;
}

const { themes, densities, pairs } = words.preferences;

/** Theme, row height, and the colours of up and down. It is loaded by the press on its button, so it opens at once. */
@Component({
  selector: 'tl-preferences-menu',
  imports: [MatMenu, MatMenuItem, MatMenuTrigger, Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="icon-button" [matMenuTriggerFor]="menu" [attr.aria-label]="words.open" [title]="words.open">
      <tl-icon name="sliders" />
    </button>
    <mat-menu #menu="matMenu" xPosition="before" [aria-label]="words.open">
      @for (group of groups; track group.title) {
        <p class="menu-title" role="presentation">{{ group.title }}</p>
        @for (choice of group.choices; track choice.text) {
          <button mat-menu-item role="menuitemradio" [attr.aria-checked]="chosen(choice)" (click)="store.set(choice.change)">
            <span class="menu-choice"
              >{{ choice.text }}
              @if (chosen(choice)) {
                <tl-icon name="check" />
              }
            </span>
          </button>
        }
      }
      <a mat-menu-item routerLink="/preferences">{{ all }}</a>
    </mat-menu>
  `,
})
export class PreferencesMenu {
  private readonly trigger = viewChild.required(MatMenuTrigger);

  protected readonly store = inject(PreferenceStore);
  protected readonly words = words.preferences;
  protected readonly all = preferenceWords.all;
  protected readonly groups: readonly { title: string; choices: readonly Choice[] }[] = [
    {
      title: words.preferences.theme,
      choices: [
        { text: themes.system, change: { theme: 'system' } },
        { text: themes.light, change: { theme: 'light' } },
        { text: themes.dark, change: { theme: 'dark' } },
      ],
    },
    {
      title: words.preferences.density,
      choices: [
        { text: densities.comfortable, change: { density: 'comfortable' } },
        { text: densities.compact, change: { density: 'compact' } },
      ],
    },
    {
      title: words.preferences.pair,
      choices: [
        { text: pairs['green-red'], change: { colours: 'green-red' } },
        { text: pairs['blue-orange'], change: { colours: 'blue-orange' } },
      ],
    },
  ];

  constructor() {
    afterNextRender(() => {
      this.trigger().focus('program');
      this.trigger().openMenu();
    });
  }

  protected chosen({ change }: Choice): boolean {
    return Object.entries(change).every(([name, value]) => this.store.value()[name as keyof Preferences] === value);
  }
}

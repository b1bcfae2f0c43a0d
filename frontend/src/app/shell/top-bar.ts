import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon';
import { words } from '../words';
import { AccountButton } from './account/account-button';
import { PreferencesMenu } from './preferences-menu';
import { SearchDialog } from './search-dialog';
import { StatusPill } from './status-pill';

/** Name, search (`/` or Ctrl-K), market status and display preferences. What opens is loaded when the page is idle. */
@Component({
  selector: 'tl-top-bar',
  imports: [AccountButton, RouterLink, Icon, StatusPill, SearchDialog, PreferencesMenu],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
  host: { '(document:keydown)': 'shortcut($event)' },
})
export class TopBar {
  protected readonly words = words;
  protected readonly searching = signal(false);
  protected readonly preferring = signal(false);

  protected shortcut(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
    if (!slash && !ctrlK) return;
    event.preventDefault();
    this.searching.set(true);
  }
}

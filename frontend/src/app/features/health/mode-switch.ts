import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ApiClient } from '../../core/api-client';
import { toFailure } from '../../core/problem';
import { Notice } from '../../ui/notice';
import { words } from '../../words';

type State = 'idle' | 'switching' | 'switched' | 'locked' | 'failed';

/** Offers the real market to those who see the simulated one; it takes effect with the next start. */
@Component({
  selector: 'tl-mode-switch',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <tl-notice class="panel" icon="overview" role="status" [title]="title()" [detail]="detail()" [tone]="warns() ? 'warn' : 'plain'">
      @if (state() !== 'switched' && state() !== 'locked') {
        <button type="button" class="button" [disabled]="state() === 'switching'" (click)="switch()">
          {{ state() === 'switching' ? words.switching : words.switchToLive }}
        </button>
      }
    </tl-notice>
  `,
})
export class ModeSwitch {
  private readonly api = inject(ApiClient);
  private readonly destroyed = inject(DestroyRef);
  protected readonly words = words.mode;
  protected readonly state = signal<State>('idle');
  protected readonly warns = computed(() => this.state() === 'locked' || this.state() === 'failed');
  protected readonly title = computed(() => (this.state() === 'switched' ? words.mode.switched : words.mode.switchTitle));
  protected readonly detail = computed(() => {
    const { switchText, switchedText, switchLocked, switchFailed } = words.mode;
    return { idle: switchText, switching: switchText, switched: switchedText, locked: switchLocked, failed: switchFailed }[this.state()];
  });

  protected switch(): void {
    this.state.set('switching');
    this.api
      .switchMode('live')
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: () => this.state.set('switched'),
        error: (error: unknown) => this.state.set([401, 403].includes(toFailure(error, navigator.onLine).status) ? 'locked' : 'failed'),
      });
  }
}

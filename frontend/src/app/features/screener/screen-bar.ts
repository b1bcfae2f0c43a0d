import type { ElementRef } from '@angular/core';
import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { screenerWords as words } from '../../words/screener';
import { SavedScreens, longestName } from './saved-screens';
import type { Screen } from './screen-choice';

/** The named screens to choose from, and saving, renaming and deleting one's own. */
@Component({
  selector: 'tl-screen-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './screen-bar.html',
  styleUrl: './screen-bar.scss',
})
export class ScreenBar {
  readonly screen = input.required<Screen>();
  readonly choose = output<Screen>();

  protected readonly saved = inject(SavedScreens);
  protected readonly words = words;
  protected readonly longest = longestName;
  protected readonly here = computed(() => this.saved.matching(this.screen()));
  /** What a name is being written for: a new screen, or the one with this name. */
  protected readonly naming = signal<'new' | { from: string } | null>(null);
  protected readonly text = signal('');
  protected readonly tried = signal(false);
  protected readonly fault = computed(() => (this.tried() ? this.saved.fault(this.text(), this.renamed()) : ''));
  private readonly injector = inject(Injector);
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');
  private readonly tool = viewChild<ElementRef<HTMLElement>>('tool');
  private readonly undo = viewChild<ElementRef<HTMLElement>>('undo');

  constructor() {
    effect(() => {
      const field = this.field()?.nativeElement;
      // Selecting alone gives the focus in some browsers only.
      field?.focus();
      field?.select();
    });
  }

  protected begin(naming: 'new' | { from: string }): void {
    this.text.set(naming === 'new' ? '' : naming.from);
    this.tried.set(false);
    this.naming.set(naming);
  }

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
  }

  protected keep(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    if (this.fault() !== '') return;
    const from = this.renamed();
    if (from === null) this.saved.add(this.text(), this.screen());
    else this.saved.rename(from, this.text());
    this.close();
  }

  /** Ends the writing of a name; the focus goes to what stands in its place. */
  protected close(): void {
    this.naming.set(null);
    afterNextRender(() => this.tool()?.nativeElement.focus(), { injector: this.injector });
  }

  protected delete(name: string): void {
    this.saved.delete(name);
    afterNextRender(() => this.undo()?.nativeElement.focus(), { injector: this.injector });
  }

  private renamed(): string | null {
    const naming = this.naming();
    return naming === null || naming === 'new' ? null : naming.from;
  }
}

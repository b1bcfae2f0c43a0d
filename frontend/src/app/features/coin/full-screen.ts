import { DOCUMENT, DestroyRef, ElementRef, inject, signal } from '@angular/core';

/** Lets the host element fill the screen, or the window where the browser has no full screen for elements. Make it in an injection context. */
export class FullScreen {
  private readonly document = inject(DOCUMENT);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly filling = signal(false);
  readonly on = this.filling.asReadonly();

  constructor() {
    const changed = (): void => this.filling.set(this.document.fullscreenElement === this.element);
    this.document.addEventListener('fullscreenchange', changed);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('fullscreenchange', changed));
  }

  async toggle(): Promise<void> {
    if (this.filling()) return this.leave();
    this.filling.set(true);
    // Refused, or not there: then it fills the window.
    await this.element.requestFullscreen?.().catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.filling.set(false);
    if (this.document.fullscreenElement !== null) await this.document.exitFullscreen();
  }
}

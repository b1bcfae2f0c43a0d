import type { ElementRef } from '@angular/core';
import { ChangeDetectionStrategy, Component, inject, viewChild } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, RouterOutlet, provideRouter } from '@angular/router';
import { focusOnNewPage } from './page-focus';

@Component({ template: '<p>page</p>', changeDetection: ChangeDetectionStrategy.OnPush })
class Page {}

@Component({
  imports: [RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<a href="#">elsewhere</a><main #main tabindex="-1"><router-outlet /></main>',
})
class Frame {
  readonly router = inject(Router);
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');
  constructor() {
    focusOnNewPage(() => this.main().nativeElement);
  }
}

describe('the focus goes to the page', () => {
  it.each([
    ['not with the first one', ['/'], 'A'],
    ['from / to /alerts', ['/', '/alerts'], 'MAIN'],
    ['from /coin/BTC to /coin/ETH', ['/coin/BTC', '/coin/ETH?range=7d'], 'MAIN'],
    ['not from /alerts to /alerts?period=7d', ['/alerts', '/alerts?period=7d'], 'A'],
  ])('%s', async (_, urls, focused) => {
    TestBed.configureTestingModule({ providers: [provideRouter([{ path: '**', component: Page }])] });
    const fixture = TestBed.createComponent(Frame);
    const element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    await fixture.whenStable();
    for (const url of urls) {
      element.querySelector('a')?.focus();
      await fixture.componentInstance.router.navigateByUrl(url);
      await fixture.whenStable();
    }
    expect(document.activeElement?.tagName).toBe(focused);
    element.remove();
  });
});

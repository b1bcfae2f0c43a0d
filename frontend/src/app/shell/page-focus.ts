import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { distinctUntilChanged, filter, map, skip } from 'rxjs';

/**
 * Puts the focus on `main` whenever another page has come, since what had it may be gone. The first page leaves it to the browser, and a
 * page whose query changes keeps it where it is. Call it in an injection context, before the first navigation.
 */
export function focusOnNewPage(main: () => HTMLElement): void {
  inject(Router)
    .events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects.split(/[?#]/, 1)[0]),
      distinctUntilChanged(),
      skip(1),
      takeUntilDestroyed(),
    )
    // Where the page is scrolled to is the router's matter.
    .subscribe(() => main().focus({ preventScroll: true }));
}

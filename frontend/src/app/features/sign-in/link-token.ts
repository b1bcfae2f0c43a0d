import { Location } from '@angular/common';
import { inject } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import type { Submission } from '../../core/submission';

/**
 * Takes the token of a mailed link, which stands after the #, and removes it from the address at once, so that it stays neither in the
 * history nor in a shared address. Null when the page was opened without one. Called in an injection context.
 */
export function takeLinkToken(): string | null {
  const location = inject(Location);
  const router = inject(Router);
  const fragment = inject(ActivatedRoute).snapshot.fragment ?? '';
  const token = new URLSearchParams(fragment).get('token');
  if (token === null) return null;
  const path = location.path(false);
  location.replaceState(path);
  // The router keeps what it was opened with until it is told.
  void router.navigateByUrl(path, { replaceUrl: true });
  return token;
}

/** Whether the server would not have the token of a link: it is used, too old, or was cut off on the way here. */
export function refusesLink({ failure, faults }: Submission): boolean {
  return failure()?.problem?.code === 'AUTH.TOKEN_INVALID' || 'token' in faults();
}

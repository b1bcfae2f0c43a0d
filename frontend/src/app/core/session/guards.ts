import { DOCUMENT, inject } from '@angular/core';
import type { CanMatchFn, UrlTree } from '@angular/router';
import { Router } from '@angular/router';
import { returnPath } from './return-path';
import { Session } from './session';

/** For pages that need an account: a visitor signs in first and comes back. */
export const needsAccount: CanMatchFn = async () => {
  const session = inject(Session);
  const toSignIn = signInFirst();
  await session.settled();
  return session.signedIn() || toSignIn;
};

function signInFirst(): UrlTree {
  const router = inject(Router);
  const asked = router.currentNavigation()?.extractedUrl.toString();
  const path = returnPath(asked, inject(DOCUMENT).location.origin);
  return router.createUrlTree(['/sign-in'], { queryParams: path === '/' ? {} : { return: path } });
}

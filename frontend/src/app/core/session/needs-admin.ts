import { inject } from '@angular/core';
import type { CanMatchFn } from '@angular/router';
import { Session } from './session';

/** For pages of administrators, below a route that needs an account; for other accounts the next route with this path holds. */
export const needsAdmin: CanMatchFn = () => inject(Session).isAdmin();

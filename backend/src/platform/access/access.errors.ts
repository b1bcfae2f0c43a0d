import { CodedError } from '../http/coded-error';

/** No credential where one is needed. */
export function signInRequired(): CodedError {
  return new CodedError('AUTH.REQUIRED', 401, 'Sign in first: send an access token as a bearer token, or an API key as X-Api-Key.');
}

/** A credential that nobody gave out, or that is for something else. */
export function invalidCredential(detail = 'The credential that was sent is not valid.'): CodedError {
  return new CodedError('AUTH.INVALID_CREDENTIAL', 401, detail);
}

/** An access token past its time. */
export function tokenExpired(): CodedError {
  return new CodedError('AUTH.TOKEN_EXPIRED', 401, 'The access token has expired; ask /api/v1/auth/refresh for another.');
}

/** The session was ended, or its account switched off. */
export function sessionEnded(): CodedError {
  return new CodedError('AUTH.SESSION_ENDED', 401, 'This session has ended; sign in again.');
}

/** The account may not do this at all. */
export function forbidden(): CodedError {
  return new CodedError('AUTH.FORBIDDEN', 403, 'This account may not do that.');
}

/** The account may, this credential may not. */
export function scopeMissing(detail: string): CodedError {
  return new CodedError('AUTH.SCOPE', 403, detail);
}

/** Who is signed in must show once more that it is them. */
export function stepUpRequired(): CodedError {
  const detail = 'Confirm that it is you: ask /api/v1/auth/step-up for a token and send it as X-Step-Up.';
  return new CodedError('AUTH.STEP_UP_REQUIRED', 403, detail);
}

/** A browser on a page of somebody else's. */
export function foreignOrigin(): CodedError {
  return new CodedError('AUTH.CSRF', 403, 'Requests with this cookie are taken from our own pages only.');
}

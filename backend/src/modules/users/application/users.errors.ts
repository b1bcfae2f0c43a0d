import { CodedError } from '../../../platform/http/coded-error';

/** An unknown address and a wrong password are the same to the caller. */
export function wrongCredentials(): CodedError {
  return new CodedError('AUTH.INVALID_CREDENTIALS', 401, 'The address or the password is not right.');
}

/** `path`: the field that the password was sent in. */
export function wrongPassword(path: 'currentPassword' | 'password'): CodedError {
  return new CodedError('AUTH.WRONG_PASSWORD', 422, 'The current password is not right.', { errors: [{ path, message: 'is not right' }] });
}

export function tooManyTries(waitMs: number): CodedError {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const detail = `Too many tries; try again in ${retryAfterSeconds} seconds.`;
  return new CodedError('AUTH.TOO_MANY_TRIES', 429, detail, { retryAfterSeconds });
}

export function emailNotVerified(): CodedError {
  return new CodedError('AUTH.EMAIL_NOT_VERIFIED', 403, 'Confirm your address first: follow the link that was mailed to you.');
}

export function accountDisabled(): CodedError {
  return new CodedError('AUTH.ACCOUNT_DISABLED', 403, 'This account was switched off by an administrator.');
}

/** A link's token that is unknown, used or too old. */
export function badToken(): CodedError {
  return new CodedError('AUTH.TOKEN_INVALID', 422, 'This link is not valid any more; ask for another.');
}

export function noRefreshToken(): CodedError {
  return new CodedError('AUTH.REFRESH_INVALID', 401, 'There is no session to continue; sign in.');
}

export function refreshReplayed(): CodedError {
  return new CodedError('AUTH.REFRESH_REPLAYED', 401, 'This session was ended, because one of its tokens was used twice; sign in again.');
}

export function unknownSession(): CodedError {
  return new CodedError('USERS.UNKNOWN_SESSION', 404, 'There is no such session.');
}

export function emailTaken(): CodedError {
  return new CodedError('USERS.EMAIL_TAKEN', 409, 'This address belongs to another account by now.');
}

export function unknownUser(): CodedError {
  return new CodedError('USERS.UNKNOWN_USER', 404, 'There is no such account.');
}

export function alreadyVerified(): CodedError {
  return new CodedError('USERS.ALREADY_VERIFIED', 409, 'The address of this account is confirmed already.');
}

export function promotedUnverified(): CodedError {
  return new CodedError('USERS.EMAIL_NOT_VERIFIED', 422, 'Who becomes an administrator must have confirmed their address first.', {
    errors: [{ path: 'role', message: 'needs a confirmed address' }],
  });
}

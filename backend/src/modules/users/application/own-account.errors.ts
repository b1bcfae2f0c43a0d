import { CodedError } from '../../../platform/http/coded-error';

export function preferencesChanged(): CodedError {
  return new CodedError('USERS.PREFERENCES_CHANGED', 412, 'The preferences were changed elsewhere since they were read; read them again.');
}

export function preferencesRefused(path: string, message: string): CodedError {
  return new CodedError('REQUEST.INVALID', 400, `${path}: ${message}`, { errors: [{ path, message }] });
}

export function preferencesTooLarge(most: number): CodedError {
  return new CodedError('USERS.PREFERENCES_TOO_LARGE', 413, `Preferences may have at most ${most} bytes as JSON.`);
}

/** A code of a second factor where there is none. */
export function secondFactorOff(): CodedError {
  return new CodedError('AUTH.SECOND_FACTOR_OFF', 422, 'This account has no second factor; send the password.', {
    errors: [{ path: 'totp', message: 'belongs to no second factor of this account' }],
  });
}

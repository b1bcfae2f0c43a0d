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

/** In the answer to a sign-in 401, to who is signed in 422. */
export function secondFactorRequired(status: 401 | 422): CodedError {
  return new CodedError('AUTH.SECOND_FACTOR_REQUIRED', status, 'Send the code of your second factor as well, or a recovery code.', {
    errors: [{ path: 'totp', message: 'is needed' }],
  });
}

/** A code that is wrong, too old, or was used before. */
export function wrongCode(status: 401 | 422): CodedError {
  return new CodedError('AUTH.WRONG_CODE', status, 'The code is not right, or it was used before; wait for the next one.', {
    errors: [{ path: 'totp', message: 'is not right' }],
  });
}

export function secondFactorIsOn(): CodedError {
  return new CodedError('AUTH.SECOND_FACTOR_ON', 409, 'This account has a second factor already; switch it off first.');
}

export function noSecondFactor(): CodedError {
  return new CodedError('AUTH.NO_SECOND_FACTOR', 409, 'There is no second factor to change or to confirm; begin with one first.');
}

/** Nobody could appoint another. */
export function lastAdministrator(): CodedError {
  return new CodedError('USERS.LAST_ADMINISTRATOR', 409, 'This is the last administrator; make somebody else one first.');
}

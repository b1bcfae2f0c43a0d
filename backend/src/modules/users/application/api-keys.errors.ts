import { CodedError } from '../../../platform/http/coded-error';

/** A key of an account that is switched off. */
export function keyOfDisabledAccount(): CodedError {
  return new CodedError('AUTH.ACCOUNT_DISABLED', 401, 'The account of this API key was switched off by an administrator.');
}

export function keyRevoked(): CodedError {
  return new CodedError('AUTH.KEY_REVOKED', 401, 'This API key was revoked; make another.');
}

export function keyExpired(): CodedError {
  return new CodedError('AUTH.KEY_EXPIRED', 401, 'This API key has expired; make another.');
}

export function keyExpiresInPast(): CodedError {
  return new CodedError('USERS.KEY_EXPIRES_IN_PAST', 422, 'An API key must expire in the future, or never.', {
    errors: [{ path: 'expiresAt', message: 'must be in the future' }],
  });
}

export function tooManyKeys(limit: number): CodedError {
  return new CodedError('USERS.TOO_MANY_API_KEYS', 409, `An account has at most ${limit} API keys; revoke one first.`);
}

export function unknownApiKey(): CodedError {
  return new CodedError('USERS.UNKNOWN_API_KEY', 404, 'There is no such API key.');
}

import { Injectable, inject } from '@angular/core';
import type { ApiKeyInfo, ApiKeyScope, CreatedApiKey, RecoveryCodes, SessionInfo, TotpSetUp } from '@tideline/contracts';
import type { Observable } from 'rxjs';

import type { Page } from './api-client';
import { ApiRequests } from './api-requests';
import { StepUp } from './session/step-up';

type Method = 'GET' | 'POST' | 'DELETE';

/**
 * What guards one's own account. Every rejection is a `RequestFailure`; what the API does only for who has just shown that it is them asks
 * for that first.
 */
@Injectable({ providedIn: 'root' })
export class SecurityApi {
  private readonly requests = inject(ApiRequests);
  private readonly stepUp = inject(StepUp);

  changePassword(currentPassword: string, password: string): Promise<unknown> {
    return this.send('POST', 'password', { currentPassword, password });
  }

  /** Has a link mailed to the new address, which confirms it. */
  changeEmail(email: string, password: string): Promise<unknown> {
    return this.send('POST', 'email', { email, password });
  }

  sessions(): Observable<Page<SessionInfo>> {
    return this.requests.get('users/me/sessions', { limit: 500 });
  }

  endSession(id: string): Promise<unknown> {
    return this.send('DELETE', `sessions/${encodeURIComponent(id)}`);
  }

  endOtherSessions(): Promise<unknown> {
    return this.send('DELETE', 'sessions');
  }

  /** A secret that is not in force before its first code was confirmed. */
  beginTotp(): Promise<TotpSetUp> {
    return this.send('POST', 'totp');
  }

  confirmTotp(totp: string): Promise<RecoveryCodes> {
    return this.send('POST', 'totp/confirm', { totp });
  }

  renewRecoveryCodes(): Promise<RecoveryCodes> {
    return this.send('POST', 'recovery-codes');
  }

  endTotp(): Promise<unknown> {
    return this.send('DELETE', 'totp');
  }

  apiKeys(): Observable<Page<ApiKeyInfo>> {
    return this.requests.get('users/me/api-keys', { limit: 500 });
  }

  createApiKey(wanted: { name: string; scopes: ApiKeyScope[]; expiresAt: string | null }): Promise<CreatedApiKey> {
    return this.send('POST', 'api-keys', wanted);
  }

  revokeApiKey(id: string): Promise<unknown> {
    return this.send('DELETE', `api-keys/${encodeURIComponent(id)}`);
  }

  /** Everything that is held about the account. */
  exportOwn(): Promise<unknown> {
    return this.send('GET', 'export');
  }

  /** Deletes the account and what belongs to it, for good. */
  deleteOwn(): Promise<unknown> {
    return this.stepUp.perform((headers) => this.requests.send('DELETE', 'users/me', { headers }));
  }

  private send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    return this.stepUp.perform((headers) => this.requests.send<T>(method, `users/me/${path}`, { body, headers }));
  }
}

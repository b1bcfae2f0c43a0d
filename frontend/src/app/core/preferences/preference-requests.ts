import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { Account, Preferences, ProfileChange } from '@tideline/contracts';
import { firstValueFrom, map, timeout } from 'rxjs';
import { ApiRequests } from '../api-requests';
import { toFailure } from '../problem';
import { readPreferences } from './preference-values';

/** Preferences as the server has them; `etag` is its mark of this very document. */
export interface Served {
  preferences: Preferences;
  etag: string | null;
}

const path = '/api/v1/users/me/preferences';
const answerWithinMs = 20_000;

/** Preferences and profile of who is signed in, on the server. Every rejection is a `RequestFailure`. */
@Injectable({ providedIn: 'root' })
export class PreferenceRequests {
  private readonly http = inject(HttpClient);
  private readonly requests = inject(ApiRequests);

  read(): Promise<Served> {
    return this.ask('GET', null, null);
  }

  /** 412 when the server's are not the ones of `etag` any more. */
  replace(preferences: Preferences, etag: string | null): Promise<Served> {
    return this.ask('PUT', preferences, etag);
  }

  changeProfile(change: ProfileChange): Promise<Account> {
    return firstValueFrom(this.requests.send<Account>('PATCH', 'users/me', { body: change }));
  }

  private async ask(method: 'GET' | 'PUT', body: Preferences | null, etag: string | null): Promise<Served> {
    const headers: Record<string, string> = etag === null ? {} : { 'if-match': etag };
    const answer = this.http.request<unknown>(method, path, { body, headers, observe: 'response' }).pipe(
      timeout(answerWithinMs),
      map((response) => ({ preferences: readPreferences(response.body), etag: response.headers.get('etag') })),
    );
    try {
      return await firstValueFrom(answer);
    } catch (error) {
      throw toFailure(error, navigator.onLine);
    }
  }
}

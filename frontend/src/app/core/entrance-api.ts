import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { Sent } from './api-requests';
import { ApiRequests } from './api-requests';

interface Person {
  email: string;
  password: string;
  displayName: string;
}

/** Becoming somebody and getting back in. None of these tells whether an address is known. Every rejection is a `RequestFailure`. */
@Injectable({ providedIn: 'root' })
export class EntranceApi {
  private readonly requests = inject(ApiRequests);

  register(person: Person): Promise<void> {
    return this.post('register', person);
  }

  /** Takes the token of the mailed link. */
  verifyEmail(token: string): Promise<void> {
    return this.post('verify-email', { token });
  }

  resendVerification(email: string): Promise<void> {
    return this.post('resend-verification', { email });
  }

  forgotPassword(email: string): Promise<void> {
    return this.post('forgot-password', { email });
  }

  resetPassword(token: string, password: string): Promise<void> {
    return this.post('reset-password', { token, password });
  }

  /** Makes the first administrator with the token of the logged link. */
  setUp(token: string, person: Person): Promise<void> {
    return this.post('set-up', { token, ...person });
  }

  private async post(path: string, body: Sent['body']): Promise<void> {
    await firstValueFrom(this.requests.send('POST', `auth/${path}`, { body }));
  }
}

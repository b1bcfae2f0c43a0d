import { Injectable, inject, signal } from '@angular/core';
import type { SteppedUp } from '@tideline/contracts';
import type { Observable } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { ApiRequests } from '../api-requests';
import { RequestFailure } from '../problem';

/** What somebody shows once more that it is them with. */
export type Proof = { password: string } | { totp: string };

const spareMs = 5_000;

/**
 * Runs what the API does only for who has shown once more that it is them: asks with the dialog of the frame, and repeats the request.
 */
@Injectable({ providedIn: 'root' })
export class StepUp {
  private readonly requests = inject(ApiRequests);
  private readonly asking = signal<((token: string | null) => void) | null>(null);
  private held: { token: string; endsAt: number } | null = null;

  /** The dialog that asks is to be seen as long as this is not null; it is called with the token, or with null when the dialog was closed without one. */
  readonly asked = this.asking.asReadonly();

  /**
   * Sends a request, given headers that begin empty. Rejects with a `RequestFailure`; with `AUTH.STEP_UP_REQUIRED` when the person closed
   * the dialog, which `gaveUp` tells.
   */
  async perform<T>(send: (headers: Record<string, string>) => Observable<T>): Promise<T> {
    try {
      return await firstValueFrom(send(this.headers()));
    } catch (error) {
      if (!gaveUp(error)) throw error;
      this.held = null;
      const token = await new Promise<string | null>((resolve) => this.asking.set(resolve));
      this.asking.set(null);
      if (token === null) throw error;
      return await firstValueFrom(send({ 'x-step-up': token }));
    }
  }

  /** Proves it to the server; gives the token that lets the waiting request go on. Rejects with a `RequestFailure` when the proof is refused. */
  async prove(body: Proof): Promise<string> {
    const { stepUpToken, expiresInSeconds } = await firstValueFrom(this.requests.send<SteppedUp>('POST', 'auth/step-up', { body }));
    this.held = { token: stepUpToken, endsAt: Date.now() + expiresInSeconds * 1000 - spareMs };
    return stepUpToken;
  }

  private headers(): Record<string, string> {
    return this.held !== null && Date.now() < this.held.endsAt ? { 'x-step-up': this.held.token } : {};
  }
}

/** Whether a request failed because nobody showed that it is them. */
export function gaveUp(error: unknown): boolean {
  return error instanceof RequestFailure && error.problem?.code === 'AUTH.STEP_UP_REQUIRED';
}

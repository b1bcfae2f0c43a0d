import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { ApiRequests } from '../api-requests';
import { StepUp, gaveUp } from './step-up';

const refusal = { code: 'AUTH.STEP_UP_REQUIRED', detail: '', status: 403 };
const forbidden = { status: 403, statusText: 'Forbidden' };
const turn = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

describe('step-up', () => {
  let http: HttpTestingController;
  let stepUp: StepUp;

  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    stepUp = TestBed.inject(StepUp);
  });
  afterEach(() => {
    http.verify();
    jest.useRealTimers();
  });

  const leave = (): Promise<unknown> =>
    stepUp.perform((headers) => TestBed.inject(ApiRequests).send('DELETE', 'users/me', { headers })).catch((error: unknown) => error);
  const request = () => http.expectOne('/api/v1/users/me');

  async function prove(): Promise<void> {
    const proving = stepUp.prove({ password: 'green lanterns over water' });
    http.expectOne('/api/v1/auth/step-up').flush({ stepUpToken: 'it is me', expiresInSeconds: 300 });
    stepUp.asked()?.(await proving);
    await turn();
  }

  it('asks when the API wants it, repeats the request with the token, and keeps that for its five minutes', async () => {
    const first = leave();
    request().flush(refusal, forbidden);
    await turn();
    expect(stepUp.asked()).not.toBeNull();
    await prove();
    const again = request();
    expect([again.request.headers.get('x-step-up'), stepUp.asked()]).toEqual(['it is me', null]);
    again.flush({ detail: 'done' });
    expect(await first).toEqual({ detail: 'done' });

    void leave();
    const held = request();
    expect(held.request.headers.get('x-step-up')).toBe('it is me');
    held.flush({});
    jest.advanceTimersByTime(296_000);
    void leave();
    const late = request();
    expect(late.request.headers.has('x-step-up')).toBe(false);
    late.flush({});
  });

  it('gives the refusal back when the dialog is closed', async () => {
    const asked = leave();
    request().flush(refusal, forbidden);
    await turn();
    stepUp.asked()?.(null);
    expect([gaveUp(await asked), stepUp.asked()]).toEqual([true, null]);
  });

  it('asks nothing for other failures', async () => {
    const asked = leave();
    request().flush({ code: 'AUTH.FORBIDDEN', detail: '' }, forbidden);
    expect([gaveUp(await asked), stepUp.asked()]).toEqual([false, null]);
  });
});

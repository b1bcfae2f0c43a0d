import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { AdminUserDetail } from '@tideline/contracts';
import { LIVE_SOCKET } from '../../../core/live-socket';
import { Session } from '../../../core/session/session';
import { UserStore } from './user-store';

const at = '2026-11-21T09:00:00.000Z';
const session = (id: string) => ({ id, device: 'Firefox on Linux', address: null, createdAt: at, lastUsedAt: at, current: false });
const detail = (change: Partial<AdminUserDetail> = {}): AdminUserDetail => ({
  ...{
    id: 'u1',
    email: 'grace@example.org',
    displayName: 'Grace',
    role: 'user',
    status: 'active',
    emailVerified: true,
    totpEnabled: false,
  },
  ...{ createdAt: at, lastSeenAt: at, livingSessions: 2, livingApiKeys: 0, pendingEmail: null, emailVerifiedAt: at, locale: 'en-GB' },
  ...{ timeZone: 'UTC', displayCurrency: 'USD', recoveryCodesLeft: 0, sessions: [session('s1'), session('s2')], apiKeys: [] },
  ...{ openSockets: 0, failedMails: [] },
  ...change,
});

describe('UserStore', () => {
  const me = signal({ id: 'me', role: 'admin' });
  const visited: string[] = [];
  let store: UserStore;
  let http: HttpTestingController;

  function show(id: string): void {
    store.show(id);
    TestBed.tick();
    http.expectOne(`/api/v1/admin/users/${id}`).flush(detail({ id }));
  }

  beforeEach(() => {
    me.set({ id: 'me', role: 'admin' });
    visited.length = 0;
    const reload = (): Promise<void> => Promise.resolve(me.set({ id: 'me', role: 'user' }));
    TestBed.configureTestingModule({
      providers: [
        ...[UserStore, provideHttpClient(), provideHttpClientTesting()],
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
        { provide: Router, useValue: { navigateByUrl: (url: string) => Promise.resolve(visited.push(url)) } },
        { provide: Session, useValue: { user: me, signedIn: () => true, isAdmin: () => me().role === 'admin', reload } },
      ],
    });
    store = TestBed.inject(UserStore);
    http = TestBed.inject(HttpTestingController);
  });

  it('shows what the server made of a change at once, and stays on the page', async () => {
    show('u1');
    const done = store.change({ status: 'disabled' });
    const request = http.expectOne('/api/v1/admin/users/u1');
    expect([request.request.method, request.request.body]).toEqual(['PATCH', { status: 'disabled' }]);
    request.flush(detail({ status: 'disabled', sessions: [] }));
    await done;
    expect([store.user()?.status, store.user()?.sessions, store.own(), visited]).toEqual(['disabled', [], false, []]);
  });

  it('leaves administration with who takes it from themself', async () => {
    show('me');
    expect(store.own()).toBe(true);
    const done = store.change({ role: 'user' });
    http.expectOne('/api/v1/admin/users/me').flush(detail({ id: 'me' }));
    await done;
    expect(visited).toEqual(['/']);
  });

  it('keeps the account as it was when the last administrator is refused', async () => {
    show('me');
    const done = store.change({ status: 'disabled' });
    http
      .expectOne('/api/v1/admin/users/me')
      .flush({ code: 'USERS.LAST_ADMINISTRATOR', detail: '' }, { status: 409, statusText: 'Conflict' });
    await expect(done).rejects.toMatchObject({ problem: { code: 'USERS.LAST_ADMINISTRATOR' } });
    expect(store.user()?.status).toBe('active');
  });

  it('takes an ended session out before the server is asked again', async () => {
    show('u1');
    const done = store.endSession('s1');
    http.expectOne('/api/v1/admin/users/u1/sessions/s1').flush({ detail: 'ended' });
    await done;
    expect(store.user()?.sessions.map(({ id }) => id)).toEqual(['s2']);
    http.expectOne('/api/v1/admin/users/u1');
  });
});

import type { HttpRequest } from '@angular/common/http';
import { HttpBackend, HttpErrorResponse, HttpHeaders, HttpResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Account, Preferences } from '@tideline/contracts';
import { preferences } from '@tideline/contracts';
import { Observable } from 'rxjs';
import type { NotificationsEvent } from '../realtime-client';
import { RealtimeClient } from '../realtime-client';
import { Session } from '../session/session';
import { PreferenceStore } from './preference-store';
import { DEVICE_ZONE, PreferenceSync } from './preference-sync';
import { usualPreferences } from './preference-values';

const user: Account = {
  ...{ id: 'f3b0c1de-0000-4000-8000-000000000001', email: 'ada@example.org', displayName: 'Ada', role: 'user', status: 'active' },
  ...{ emailVerified: true, pendingEmail: null, totpEnabled: false, recoveryCodesLeft: 0 },
  ...{ locale: 'en-GB', timeZone: 'Europe/Berlin', displayCurrency: 'USD', createdAt: '2026-01-01T00:00:00.000Z' },
};

/** Keeps preferences as the server does: the contract checks them, a tag says which ones are meant. */
class Server {
  document: Preferences = usualPreferences;
  readonly asked: string[] = [];
  /** Answers with this status instead. */
  broken = 0;

  handle(request: HttpRequest<unknown>): Observable<HttpResponse<unknown>> {
    return new Observable((subscriber) => {
      this.asked.push(`${request.method} ${request.url.replace('/api/v1/users/me', '')}`);
      const status = this.broken || this.status(request);
      if (status >= 400) return subscriber.error(new HttpErrorResponse({ status, url: request.url }));
      if (request.method === 'PUT') this.document = preferences.parse(request.body);
      const body: unknown =
        request.method === 'PATCH' ? { ...user, ...(request.body as object) } : JSON.parse(JSON.stringify(this.document));
      subscriber.next(new HttpResponse({ status: 200, body, headers: new HttpHeaders({ etag: this.etag() }) }));
      subscriber.complete();
    });
  }

  private status(request: HttpRequest<unknown>): number {
    const expected = request.headers.get('if-match');
    return expected !== null && expected !== this.etag() ? 412 : 200;
  }

  private etag(): string {
    return JSON.stringify(this.document);
  }
}

describe('PreferenceSync', () => {
  let server: Server;
  let store: PreferenceStore;
  let sync: PreferenceSync;
  let hear: (event: NotificationsEvent) => void;
  const signedIn = signal<Account | null>(null);
  const absence = signal<'nobody' | 'left' | 'ended'>('nobody');
  const session = {
    ...{ user: signedIn, signedIn: () => signedIn() !== null, restoring: () => false, absence },
    update: (account: Account) => signedIn.set(account),
    reload: () => Promise.resolve(),
  };

  const pass = async (ms = 0): Promise<void> => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };
  const open = async (account: Account | null): Promise<void> => {
    TestBed.resetTestingModule();
    signedIn.set(account);
    TestBed.configureTestingModule({
      providers: [
        { provide: HttpBackend, useValue: server },
        { provide: DEVICE_ZONE, useValue: 'Asia/Kolkata' },
        { provide: Session, useValue: session },
        { provide: RealtimeClient, useValue: { subscribe: (_: string, next: typeof hear) => ((hear = next), () => undefined) } },
      ],
    });
    store = TestBed.inject(PreferenceStore);
    sync = TestBed.inject(PreferenceSync);
    await pass();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    localStorage.clear();
    absence.set('nobody');
    server = new Server();
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    jest.useRealTimers();
    localStorage.clear();
  });

  it('asks nothing for a visitor', async () => {
    await open(null);
    store.set({ theme: 'dark' });
    await pass(60_000);
    expect([server.asked, sync.state()]).toEqual([[], 'here']);
  });

  it('takes over what this browser kept where the account is untouched, and says so', async () => {
    await open(null);
    store.set({ theme: 'dark' });
    signedIn.set(user);
    await pass();
    expect([server.document.theme, store.value().theme, sync.takenOver()?.preferences, sync.state()]).toEqual([
      'dark',
      'dark',
      true,
      'saved',
    ]);
  });

  it('lets the choices of the account hold where it has some', async () => {
    server.document = { ...usualPreferences, theme: 'light' };
    await open(null);
    store.set({ theme: 'dark', density: 'compact' });
    signedIn.set(user);
    await pass();
    expect([store.value().theme, store.value().density, sync.takenOver(), server.asked]).toEqual([
      'light',
      'comfortable',
      null,
      ['GET /preferences'],
    ]);
  });

  it('puts an account that is in UTC where this device is', async () => {
    await open({ ...user, timeZone: 'UTC' });
    await pass();
    expect([signedIn()?.timeZone, sync.takenOver()]).toEqual(['Asia/Kolkata', { preferences: false, timeZone: 'Asia/Kolkata' }]);
    expect(store.profile()?.timeZone).toBe('Asia/Kolkata');
  });

  it('holds a change at once, sends three of them together 600 ms after the last, and calls them saved', async () => {
    await open(user);
    store.set({ theme: 'dark' });
    store.set({ density: 'compact' });
    await pass(300);
    store.set({ theme: 'light' });
    await pass(599);
    expect([store.value().theme, sync.state(), server.asked]).toEqual(['light', 'saving', ['GET /preferences']]);
    await pass(1);
    expect([server.asked.at(-1), server.document.theme, server.document.density, sync.state()]).toEqual([
      'PUT /preferences',
      'light',
      'compact',
      'saved',
    ]);
  });

  it('merges when another device was faster: its columns and this theme', async () => {
    await open(user);
    server.document = { ...usualPreferences, columns: { screener: ['price'] } };
    store.set({ theme: 'dark' });
    await pass(600);
    expect(server.document).toEqual({ ...usualPreferences, theme: 'dark', columns: { screener: ['price'] } });
    expect(store.value()).toEqual(server.document);
    expect(server.asked).toEqual(['GET /preferences', 'PUT /preferences', 'GET /preferences', 'PUT /preferences']);
  });

  it('shows what another device chose as soon as the stream says so, and asks again when the window is looked at', async () => {
    await open(user);
    server.document = { ...usualPreferences, theme: 'dark' };
    hear({ channel: 'notifications', seq: 2, changed: ['preferences'] });
    await pass();
    expect(store.value().theme).toBe('dark');
    server.document = { ...usualPreferences, theme: 'light' };
    window.dispatchEvent(new Event('focus'));
    await pass();
    expect(store.value().theme).toBe('light');
  });

  it('says that it waits while the server answers 503, tries after 2 s and 4 s, and loses nothing over a reload', async () => {
    await open(user);
    server.broken = 503;
    store.set({ theme: 'dark' });
    await pass(600);
    expect([sync.state(), store.value().theme]).toEqual(['waiting', 'dark']);
    await pass(2000);
    await pass(4000);
    expect(server.asked.filter((line) => line.startsWith('PUT'))).toHaveLength(3);
    server.broken = 0;
    server.document = { ...usualPreferences, density: 'compact' };
    await open(user);
    await pass(600);
    expect([server.document.theme, server.document.density, sync.state()]).toEqual(['dark', 'compact', 'saved']);
  });

  it('does not try again what the server refuses (413), until something changes', async () => {
    await open(user);
    server.broken = 413;
    store.set({ theme: 'dark' });
    await pass(600);
    await pass(600_000);
    expect([sync.state(), server.asked.length]).toEqual(['refused', 2]);
    server.broken = 0;
    store.set({ theme: 'light' });
    await pass(600);
    expect([sync.state(), server.document.theme]).toEqual(['saved', 'light']);
  });

  it('forgets the account when it signs out, and keeps it on the page when the session was ended elsewhere', async () => {
    server.document = { ...usualPreferences, theme: 'dark' };
    await open(user);
    absence.set('ended');
    signedIn.set(null);
    await pass();
    expect(store.value().theme).toBe('dark');
    absence.set('left');
    await pass();
    expect([store.value().theme, localStorage.getItem('tideline.account-preferences')]).toEqual(['system', 'null']);
  });
});

import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { LIVE_SOCKET } from '../../../core/live-socket';
import { Session } from '../../../core/session/session';
import { UsersPage } from './users-page';

describe('the search for accounts', () => {
  let harness: RouterTestingHarness;
  let http: HttpTestingController;

  const field = (): HTMLInputElement => harness.routeNativeElement?.querySelector('input[type=search]') as HTMLInputElement;
  const asked = (): string[] =>
    http.match(({ url }) => url === '/api/v1/admin/users').map(({ request }) => request.params.get('search') ?? '');

  async function type(text: string): Promise<void> {
    field().value = text;
    field().dispatchEvent(new Event('input'));
    await new Promise((resolve) => setTimeout(resolve, 400));
    await harness.fixture.whenStable();
  }

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '', component: UsersPage }], withComponentInputBinding()),
        ...[provideHttpClient(), provideHttpClientTesting()],
        { provide: LIVE_SOCKET, useValue: () => new Promise(() => undefined) },
        { provide: Session, useValue: { user: signal({ id: 'me', role: 'admin' }), token: () => Promise.resolve(null) } },
      ],
    });
    http = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/', UsersPage);
    asked();
  });

  it('leaves the space of "ann " where it is, and looks for "ann"', async () => {
    await type('ann ');
    expect([field().value, TestBed.inject(Router).url, asked()]).toEqual(['ann ', '/?search=ann', ['ann']]);
    await type('ann example');
    expect([field().value, asked()]).toEqual(['ann example', ['ann example']]);
  });

  it('follows the address that somebody else changes', async () => {
    await type('ann');
    await TestBed.inject(Router).navigateByUrl('/?search=grace');
    await harness.fixture.whenStable();
    expect([field().value, asked()]).toEqual(['grace', ['ann', 'grace']]);
    await TestBed.inject(Router).navigateByUrl('/?search=ann');
    await harness.fixture.whenStable();
    expect(field().value).toBe('ann');
  });
});

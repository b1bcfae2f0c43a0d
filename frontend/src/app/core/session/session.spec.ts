import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import type { TestRequest } from '@angular/common/http/testing';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Account, SignedIn } from '@tideline/contracts';
import { bearer } from './bearer';
import { Session } from './session';
import type { TabChannel, TabMessage } from './tabs';
import { TAB_CHANNEL, TAB_LOCKS } from './tabs';

const account = { id: 'a1', email: 'you@example.org', displayName: 'You', role: 'user' } as Account;
const given = (accessToken: string): SignedIn => ({ accessToken, expiresInSeconds: 900, user: account });
const problem = (code: string): object => ({ code, detail: '', status: 401 });
const refused = { status: 401, statusText: 'Unauthorized' };

/** All tabs of one browser: what one says the others hear, in order, a moment later. */
class FakeTabs {
  private readonly tabs = new Set<(event: MessageEvent<TabMessage>) => void>();

  open(): TabChannel {
    let own: ((event: MessageEvent<TabMessage>) => void) | undefined;
    return {
      postMessage: (data: TabMessage) => {
        for (const tab of this.tabs) if (tab !== own) tab({ data } as MessageEvent<TabMessage>);
      },
      addEventListener: (_type: string, listener: unknown) => {
        own = listener as typeof own;
        if (own) this.tabs.add(own);
      },
      close: () => own && this.tabs.delete(own),
    } as TabChannel;
  }
}

const turn = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
};

describe('session', () => {
  const tabs = new FakeTabs();
  let other: TabChannel;
  let heard: TabMessage[];
  let http: HttpTestingController;

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    localStorage.clear();
    heard = [];
    other = tabs.open();
    other.addEventListener('message', (event) => heard.push((event as MessageEvent<TabMessage>).data));
  });
  afterEach(() => {
    other.close();
    http.verify();
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  function open(): Session {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([bearer])),
        provideHttpClientTesting(),
        { provide: TAB_CHANNEL, useFactory: () => tabs.open() },
        { provide: TAB_LOCKS, useValue: null },
      ],
    });
    http = TestBed.inject(HttpTestingController);
    return TestBed.inject(Session);
  }

  async function openSignedIn(): Promise<Session> {
    localStorage.setItem('tideline.signed-in', 'true');
    const session = open();
    http.expectOne('/api/v1/auth/refresh').flush(given('first'));
    await turn();
    return session;
  }

  const ask = (url: string, method = 'GET'): string[] => {
    const said: string[] = [];
    TestBed.inject(HttpClient)
      .request(method, url)
      .subscribe({ next: () => said.push('ok'), error: (error: { status: number }) => said.push(String(error.status)) });
    return said;
  };
  const authorization = ({ request }: TestRequest): string | null => request.headers.get('authorization');

  it('asks nothing for a visitor, and sends nothing that needs an account', async () => {
    const session = open();
    expect([await session.token(), session.signedIn(), session.restoring()]).toEqual([null, false, false]);
    const said = ask('/api/v1/users/me/sessions');
    await turn();
    expect(said).toEqual(['401']);
  });

  it('continues the session of this browser at the start, with one request however many ask', async () => {
    localStorage.setItem('tideline.signed-in', 'true');
    const session = open();
    expect(session.restoring()).toBe(true);
    const asked = Promise.all([session.token(), session.token(), session.token()]);
    http.expectOne('/api/v1/auth/refresh').flush(given('first'));
    expect(await asked).toEqual(['first', 'first', 'first']);
    expect([session.user()?.email, session.restoring()]).toEqual(['you@example.org', false]);
  });

  it('signs in, remembers that in this browser without any token, and tells the other tabs', async () => {
    const session = open();
    const signing = session.signIn({ email: 'you@example.org', password: 'green lanterns over water' });
    http.expectOne('/api/v1/auth/login').flush(given('first'));
    await signing;
    expect([session.signedIn(), session.isAdmin(), await session.token()]).toEqual([true, false, 'first']);
    expect(heard.map(({ kind }) => kind)).toEqual(['renewed']);
    expect(JSON.stringify(localStorage)).toBe('{"tideline.signed-in":"true"}');
  });

  it('renews 90 s before the token ends, and keeps the one it has while the server cannot be asked', async () => {
    const session = await openSignedIn();
    jest.advanceTimersByTime(809_000);
    http.expectNone('/api/v1/auth/refresh');
    jest.advanceTimersByTime(1_000);
    http.expectOne('/api/v1/auth/refresh').error(new ProgressEvent('error'));
    await turn();
    const token = session.token();
    http.expectOne('/api/v1/auth/refresh').flush({}, { status: 503, statusText: 'Busy' });
    expect(await token).toBe('first');
    jest.advanceTimersByTime(89_000);
    const late = session.token();
    await turn();
    http.match('/api/v1/auth/refresh').forEach((request) => request.flush(given('second')));
    expect([await late, session.signedIn()]).toEqual(['second', true]);
  });

  it('takes the token that another tab was given, and the account it changed', async () => {
    const session = open();
    other.postMessage({ kind: 'renewed', given: given('theirs'), at: Date.now() } satisfies TabMessage);
    expect([await session.token(), session.signedIn()]).toEqual(['theirs', true]);
    other.postMessage({ kind: 'changed', user: { ...account, displayName: 'New' } } satisfies TabMessage);
    expect(session.user()?.displayName).toBe('New');
  });

  it('signs out in all tabs, but not before the server knows', async () => {
    const session = await openSignedIn();
    const failing = session.signOut().catch((error: { status: number }) => error.status);
    http.expectOne('/api/v1/auth/logout').flush({}, { status: 503, statusText: 'Busy' });
    expect([await failing, session.signedIn()]).toEqual([503, true]);
    const leaving = session.signOut();
    http.expectOne('/api/v1/auth/logout').flush({ detail: 'Signed out.' });
    await leaving;
    expect([session.signedIn(), session.absence(), await session.token()]).toEqual([false, 'left', null]);
    expect(heard.at(-1)).toEqual({ kind: 'signed-out' });
  });

  it('follows another tab out', async () => {
    const session = await openSignedIn();
    other.postMessage({ kind: 'signed-out' } satisfies TabMessage);
    expect([session.signedIn(), session.absence(), await session.token()]).toEqual([false, 'left', null]);
  });

  it.each([
    ['a request', async () => http.expectOne('/api/v1/users/me').flush(problem('AUTH.SESSION_ENDED'), refused)],
    [
      'a renewal',
      async () => {
        http.expectOne('/api/v1/users/me').flush(problem('AUTH.TOKEN_EXPIRED'), refused);
        await turn();
        http.expectOne('/api/v1/auth/refresh').flush(problem('AUTH.REFRESH_INVALID'), refused);
      },
    ],
  ])('says that the session was ended elsewhere when %s is refused', async (_what, refuse) => {
    const session = await openSignedIn();
    const said = ask('/api/v1/users/me');
    await turn();
    await refuse();
    await turn();
    expect([said, session.signedIn(), session.absence()]).toEqual([['401'], false, 'ended']);
    expect(heard.at(-1)).toEqual({ kind: 'ended' });
  });

  it('says nothing of a session that was over before the page was opened', async () => {
    localStorage.setItem('tideline.signed-in', 'true');
    const session = open();
    http.expectOne('/api/v1/auth/refresh').flush(problem('AUTH.REFRESH_INVALID'), refused);
    await turn();
    expect([session.absence(), session.restoring(), localStorage.getItem('tideline.signed-in')]).toEqual(['nobody', false, 'false']);
  });

  it('repeats what an expired token was refused for once, with another, and no oftener', async () => {
    await openSignedIn();
    const said = ask('/api/v1/users/me');
    await turn();
    const first = http.expectOne('/api/v1/users/me');
    first.flush(problem('AUTH.TOKEN_EXPIRED'), refused);
    await turn();
    http.expectOne('/api/v1/auth/refresh').flush(given('second'));
    await turn();
    const again = http.expectOne('/api/v1/users/me');
    expect([authorization(first), authorization(again)]).toEqual(['Bearer first', 'Bearer second']);
    again.flush(problem('AUTH.TOKEN_EXPIRED'), refused);
    await turn();
    expect(said).toEqual(['401']);
  });

  it('sends the token with what is personal only, and to nobody else', async () => {
    await openSignedIn();
    const sent = async (url: string, method = 'GET'): Promise<string | null> => {
      ask(url, method);
      await turn();
      const request = http.expectOne(url);
      const header = authorization(request);
      request.flush({});
      return header;
    };
    expect([await sent('/api/v1/auth/me'), await sent('/api/v1/admin/users'), await sent('/api/v1/market/mode', 'POST')]).toEqual(
      Array(3).fill('Bearer first'),
    );
    for (const url of ['/api/v1/assets?limit=5', '/api/v1/market/overview', 'https://evil.example/api/v1/users/me', '/icons/mark.svg']) {
      expect(await sent(url)).toBeNull();
    }
    expect(await sent('/api/v1/auth/forgot-password', 'POST')).toBeNull();
  });
});

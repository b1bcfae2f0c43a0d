import { createHmac, generateKeyPairSync, hkdfSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import {
  bearer,
  goodPassword,
  mailedToken,
  newAddress,
  newPerson,
  refreshWith,
  send,
  signIn,
  subjectsTo,
  type Person,
} from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const secret = 'a secret of thirty-two bytes or more';
const hour = 3_600_000;
let shiftMs = 0;
const realNow = Date.now.bind(Date);

const moveClock = (ms: number): void => void (shiftMs += ms);

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(undefined, {
      JWT_SECRET: secret,
      PUBLIC_URL: 'https://tideline.example',
      CORS_ORIGINS: 'https://app.example',
    });
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
  });
  beforeEach(() => void (shiftMs = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const refresh = (token: string, more: Record<string, string> = {}) =>
    send(app, 'POST', '/auth/refresh', undefined, refreshWith(token, more));
  const me = async (token: string): Promise<string> => {
    const { status, body } = await send(app, 'GET', '/auth/me', undefined, bearer(token));
    return status === 200 ? 'ok' : String(body.code);
  };

  it('gives the same successor after 9 s; after 11 s the whole family ends and its owner is told once', async () => {
    const person = await newPerson(app);
    const second = await refresh(person.refreshToken);
    moveClock(9_000);
    expect((await refresh(person.refreshToken)).refreshToken).toBe(second.refreshToken);
    expect(await me(person.accessToken)).toBe('ok');
    moveClock(2_000);
    const replayed = await refresh(person.refreshToken);
    expect([replayed.status, replayed.body.code, replayed.refreshToken]).toEqual([401, 'AUTH.REFRESH_REPLAYED', '']);
    expect((await refresh(second.refreshToken ?? '')).body.code).toBe('AUTH.REFRESH_INVALID');
    expect(await me(person.accessToken)).toBe('AUTH.SESSION_ENDED');
    expect(await me(second.body.accessToken ?? '')).toBe('AUTH.SESSION_ENDED');
    await refresh(person.refreshToken);
    expect(await subjectsTo(app.database, person.email)).toEqual(['Confirm your address', 'One of your sessions was ended']);
  });

  it('ends a session that is not used for 7 days, and every session after 30', async () => {
    const { refreshToken } = await newPerson(app);
    const idle = await newPerson(app);
    let token = refreshToken;
    for (let day = 6; day <= 24; day += 6) {
      moveClock(6 * 24 * hour);
      token = (await refresh(token)).refreshToken ?? '';
      expect([day, token.length]).toEqual([day, 43]);
    }
    expect((await refresh(idle.refreshToken)).body.code).toBe('AUTH.REFRESH_INVALID');
    moveClock(5 * 24 * hour);
    const last = await refresh(token);
    expect(last.headers.get('set-cookie')).toMatch(/Max-Age=86(?:400|3\d\d);.*; Secure$/);
    moveClock(24 * hour);
    expect((await refresh(last.refreshToken ?? '')).body.code).toBe('AUTH.REFRESH_INVALID');
  });

  it.each([1, -1])('goes on when the clock is moved by %i h: the access token has to be renewed, the session lives', async (hours) => {
    const person = await newPerson(app);
    moveClock(hours * hour);
    expect(await me(person.accessToken)).toBe('AUTH.TOKEN_EXPIRED');
    const renewed = await refresh(person.refreshToken);
    expect(await me(renewed.body.accessToken ?? '')).toBe('ok');
    expect((await refresh(renewed.refreshToken ?? '')).status).toBe(200);
  });

  it('lets an access token live for 15 minutes', async () => {
    const { accessToken } = await newPerson(app);
    moveClock(14.9 * 60_000);
    expect(await me(accessToken)).toBe('ok');
    moveClock(0.2 * 60_000);
    expect(await me(accessToken)).toBe('AUTH.TOKEN_EXPIRED');
  });

  it.each([
    [{}, 200],
    [{ origin: 'https://tideline.example' }, 200],
    [{ origin: 'https://app.example' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'https://app.example.evil.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('answers a refresh with %j by %i', async (headers, status) => {
    const { refreshToken } = await newPerson(app);
    const answer = await refresh(refreshToken, headers);
    expect([answer.status, answer.body.code]).toEqual([status, status === 200 ? undefined : 'AUTH.CSRF']);
    for (const path of ['/auth/logout', '/auth/login']) {
      const typed = path === '/auth/login' ? { email: newAddress(), password: goodPassword } : undefined;
      const other = await send(app, 'POST', path, typed, headers);
      expect([path, other.body.code === 'AUTH.CSRF']).toEqual([path, status === 403]);
    }
  });

  it('lists sessions, ends one of them and all others, never a stranger’s', async () => {
    const first = await newPerson(app);
    const second = await signIn(app, first.email);
    const third = await signIn(app, first.email);
    const stranger = await newPerson(app);
    const list = async () => (await send(app, 'GET', '/users/me/sessions', undefined, bearer(first.accessToken))).body['data'] as Listed[];
    const sid = ({ accessToken }: Person) => (jwt.decode(accessToken) as { sid: string }).sid;
    expect((await list()).map(({ id, current }) => [id, current]).toSorted()).toEqual(
      [
        [sid(first), true],
        [sid(second), false],
        [sid(third), false],
      ].toSorted(),
    );
    const page = (query: string) => send(app, 'GET', `/users/me/sessions?${query}`, undefined, bearer(first.accessToken));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const listed = body as unknown as { data: Listed[]; page: { nextCursor: string | null; limit: number } };
      expect(listed.page.limit).toBe(2);
      seen.push(...listed.data.map(({ id }) => id));
      cursor = listed.page.nextCursor;
    }
    expect(seen.toSorted()).toEqual([sid(first), sid(second), sid(third)].toSorted());
    for (const query of ['limit=0', 'limit=501', 'limit=1&limit=2', 'cursor=x', 'page=1']) {
      expect([query, (await page(query)).status]).toEqual([query, 400]);
    }
    const end = async (id: string) => (await send(app, 'DELETE', `/users/me/sessions/${id}`, undefined, bearer(first.accessToken))).status;
    expect([await end(sid(stranger)), await end(randomUUID()), await end(sid(second)), await end(sid(second))]).toEqual([
      404, 404, 200, 404,
    ]);
    expect([await me(second.accessToken), await me(third.accessToken), await me(stranger.accessToken)]).toEqual([
      'AUTH.SESSION_ENDED',
      'ok',
      'ok',
    ]);
    await send(app, 'DELETE', '/users/me/sessions', undefined, bearer(first.accessToken));
    expect([await me(first.accessToken), await me(third.accessToken)]).toEqual(['ok', 'AUTH.SESSION_ENDED']);
  });

  describe('attacks on the access token', () => {
    let person: Person;
    let claims: Record<string, unknown>;
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'tideline access token', 32));
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = (header: object, payload: object, with_: Buffer | string = key) => {
      const content = `${part(header)}.${part(payload)}`;
      return `${content}.${createHmac('sha256', with_).update(content).digest('base64url')}`;
    };

    beforeAll(async () => {
      person = await newPerson(app);
      claims = jwt.decode(person.accessToken) as Record<string, unknown>;
    });

    it('takes one that is made by the rules, so that the refusals below mean something', async () => {
      expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub', 'typ']);
      expect(await me(forged({ alg: 'HS256', typ: 'JWT' }, claims))).toBe('ok');
    });

    it('refuses unsigned, confused and foreign ones, and ones that are for something else', async () => {
      const hs = { alg: 'HS256', typ: 'JWT' };
      const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([one]) => one !== name));
      const jwk = { kty: 'oct', k: Buffer.from('my own key').toString('base64url') };
      const attacks: Record<string, string> = {
        none: `${part({ alg: 'none' })}.${part(claims)}.`,
        'None with a signature': `${part({ alg: 'None' })}.${part(claims)}.${person.accessToken.split('.')[2]}`,
        'a second word': `${person.accessToken} x`,
        'no signature': person.accessToken.replace(/[^.]+$/, ''),
        'RS256 with a key of mine': jwt.sign(claims, privateKey, { algorithm: 'RS256' }),
        'HS256 with a public key as secret': forged(hs, claims, publicKey.export({ type: 'spki', format: 'pem' })),
        'HS512 with the right key': jwt.sign(claims, key, { algorithm: 'HS512' }),
        'jwk in the header': forged({ ...hs, jwk }, claims, 'my own key'),
        'jku in the header': forged({ ...hs, jku: 'https://evil.example/keys.json', kid: '../../dev/null' }, claims, ''),
        'the install’s secret itself': forged(hs, claims, secret),
        'typ of another token': forged(hs, { ...claims, typ: 'step-up' }),
        'no typ': forged(hs, without('typ')),
        'another audience': forged(hs, { ...claims, aud: 'someone-else' }),
        'several audiences': forged(hs, { ...claims, aud: ['tideline-api', 'someone-else'] }),
        'another issuer': forged(hs, { ...claims, iss: 'someone-else' }),
        'no end': forged(hs, without('exp')),
        'no session': forged(hs, without('sid')),
        'a role of its own': forged(hs, { ...claims, role: 'admin' }),
        'somebody else’s account': forged(hs, { ...claims, sub: randomUUID() }),
        'an end in a year': forged(hs, { ...claims, exp: Number(claims['exp']) + 31_536_000 }),
        'a refresh token': person.refreshToken,
        'a long text': 'a'.repeat(5_000),
        'three dots': '...',
      };
      const said = await Promise.all(Object.entries(attacks).map(async ([what, token]) => [what, await me(token)]));
      const refused = /^AUTH\.(INVALID_CREDENTIAL|TOKEN_EXPIRED|SESSION_ENDED)$/;
      expect(said.filter(([, code]) => !refused.test(code ?? ''))).toEqual([]);
      for (const token of Object.values(attacks)) {
        expect((await send(app, 'GET', '/assets', undefined, bearer(token))).status).toBe(401);
      }
    });

    it('does not take an access token as a refresh token', async () => {
      expect((await refresh(person.accessToken)).body.code).toBe('AUTH.REFRESH_INVALID');
    });
  });

  it('does not let a mailed token do something else than its mail says', async () => {
    const { email } = await newPerson(app);
    await send(app, 'POST', '/auth/forgot-password', { email });
    const token = await mailedToken(app.database, email);
    expect((await send(app, 'POST', '/auth/verify-email', { token })).body.code).toBe('AUTH.TOKEN_INVALID');
    const setUp = { token, email: newAddress(), password: goodPassword, displayName: 'Mallory' };
    expect((await send(app, 'POST', '/auth/set-up', setUp)).body.code).toBe('AUTH.TOKEN_INVALID');
    moveClock(hour + 1);
    expect((await send(app, 'POST', '/auth/reset-password', { token, password: goodPassword })).body.code).toBe('AUTH.TOKEN_INVALID');
  });
});

interface Listed {
  id: string;
  current: boolean;
}

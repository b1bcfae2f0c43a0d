import {
  bearer,
  goodPassword,
  mailedToken,
  newAddress,
  newPerson,
  refreshWith,
  register,
  send,
  signIn,
  subjectsTo,
} from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const other = 'seven quiet rivers north';

describe('credentials', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(undefined, { TRUST_PROXY: 'true' });
  });
  afterAll(() => app.close());
  afterEach(() => void jest.restoreAllMocks());

  /** The first wait is 5 s, which so many passwords may take to verify. */
  const stopClock = () => void jest.spyOn(Date, 'now').mockReturnValue(Date.now());
  const login = (email: string, password: string, address = '203.0.113.1') =>
    send(app, 'POST', '/auth/login', { email, password }, { 'x-forwarded-for': address });
  const meCode = async (token: string) => (await send(app, 'GET', '/auth/me', undefined, bearer(token))).body.code;

  it('resets a forgotten password once, ends every session and tells the owner', async () => {
    const person = await newPerson(app);
    await send(app, 'POST', '/auth/forgot-password', { email: person.email });
    const token = await mailedToken(app.database, person.email);
    expect((await send(app, 'POST', '/auth/reset-password', { token, password: 'q1w2e3r4t5y6' })).body.code).toBe('AUTH.PASSWORD_REFUSED');
    const both = await Promise.all([1, 2].map(() => send(app, 'POST', '/auth/reset-password', { token, password: other })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(await meCode(person.accessToken)).toBe('AUTH.SESSION_ENDED');
    expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken))).status).toBe(401);
    expect((await login(person.email, goodPassword)).status).toBe(401);
    await signIn(app, person.email, other);
    expect((await subjectsTo(app.database, person.email)).slice(1)).toEqual(['Choose a new password', 'Your password was changed']);
  });

  it('takes a reset as a confirmation of the address', async () => {
    const email = await register(app);
    await send(app, 'POST', '/auth/forgot-password', { email });
    await send(app, 'POST', '/auth/reset-password', { token: await mailedToken(app.database, email), password: other });
    await signIn(app, email, other);
  });

  it('changes the password, keeps this session, ends the others and takes back links', async () => {
    const here = await newPerson(app);
    const there = await signIn(app, here.email);
    await send(app, 'POST', '/auth/forgot-password', { email: here.email });
    const token = await mailedToken(app.database, here.email);
    const change = (currentPassword: string, password: string) =>
      send(app, 'POST', '/users/me/password', { currentPassword, password }, bearer(here.accessToken));
    expect((await change('not the right one', other)).body.code).toBe('AUTH.WRONG_PASSWORD');
    expect((await change(goodPassword, 'q1w2e3r4t5y6')).body.code).toBe('AUTH.PASSWORD_REFUSED');
    expect((await change(goodPassword, other)).status).toBe(200);
    expect([await meCode(here.accessToken), await meCode(there.accessToken)]).toEqual([undefined, 'AUTH.SESSION_ENDED']);
    expect((await send(app, 'POST', '/auth/reset-password', { token, password: goodPassword })).body.code).toBe('AUTH.TOKEN_INVALID');
    await signIn(app, here.email, other);
  });

  it('changes the address once the new mailbox confirms it, and tells the old one', async () => {
    const person = await newPerson(app);
    const to = newAddress();
    const ask = (password: string, email = to) => send(app, 'POST', '/users/me/email', { email, password }, bearer(person.accessToken));
    expect((await ask('not the right one')).body.code).toBe('AUTH.WRONG_PASSWORD');
    expect((await ask(goodPassword)).status).toBe(202);
    await send(app, 'POST', '/auth/forgot-password', { email: person.email });
    const oldLink = await mailedToken(app.database, person.email);
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(person.accessToken))).body).toMatchObject({
      email: person.email,
      pendingEmail: to,
    });
    expect((await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, to) })).status).toBe(200);
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(person.accessToken))).body).toMatchObject({
      email: to,
      pendingEmail: null,
    });
    expect((await send(app, 'POST', '/auth/reset-password', { token: oldLink, password: other })).body.code).toBe('AUTH.TOKEN_INVALID');
    expect((await login(person.email, goodPassword)).status).toBe(401);
    await signIn(app, to);
    expect(await subjectsTo(app.database, person.email)).toEqual([
      'Confirm your address',
      'Your address is about to change',
      'Choose a new password',
      'Your address was changed',
    ]);
  });

  it('does not tell who asks for an address that it is taken, and does not let who has not confirmed it keep it', async () => {
    const [person, owner] = [await newPerson(app), await newPerson(app)];
    const ask = (email: string) => send(app, 'POST', '/users/me/email', { email, password: goodPassword }, bearer(person.accessToken));
    const free = newAddress();
    expect((await ask(owner.email)).body).toEqual((await ask(free)).body);
    expect((await subjectsTo(app.database, owner.email)).at(-1)).toBe('Your address was asked for');
    await register(app, free, 'a squatter of addresses');
    const [row] = await app.database.query<{ body: string }>(
      `SELECT text_body AS body FROM outbox_mails WHERE recipient = $1 AND subject = 'Confirm your new address'`,
      [free],
    );
    const token = /#token=(\S+)/.exec(row?.body ?? '')?.[1];
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    await signIn(app, free);
  });

  it('lets a guesser wait from the fifth failure on, and nobody else with them', async () => {
    const { email } = await newPerson(app);
    stopClock();
    const tries = await Promise.all(Array.from({ length: 12 }, () => login(email, 'not the right one', '203.0.113.66')));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
    const late = await login(email, goodPassword, '203.0.113.66');
    expect([late.status, late.body.code]).toEqual([429, 'AUTH.TOO_MANY_TRIES']);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login(email, goodPassword, '203.0.113.67')).status).toBe(200);
    expect((await login(newAddress(), goodPassword, '203.0.113.66')).status).toBe(401);
  });

  it('counts unknown addresses in the same way', async () => {
    const email = newAddress();
    stopClock();
    const tries = await Promise.all(Array.from({ length: 8 }, () => login(email, 'not the right one', '203.0.113.68')));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });
});

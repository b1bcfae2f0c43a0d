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

describe('accounts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('lets somebody register, confirm, sign in, continue, see themself and sign out', async () => {
    const email = await register(app);
    const typed = { email: email.toUpperCase(), password: goodPassword };
    expect((await send(app, 'POST', '/auth/login', typed)).body.code).toBe('AUTH.EMAIL_NOT_VERIFIED');
    const token = await mailedToken(app.database, email);
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    expect((await send(app, 'POST', '/auth/verify-email', { token })).body.code).toBe('AUTH.TOKEN_INVALID');

    const login = await send(app, 'POST', '/auth/login', typed);
    expect(login.body).toMatchObject({ expiresInSeconds: 900, user: { email, role: 'user', status: 'active', emailVerified: true } });
    expect(login.headers.get('cache-control')).toBe('no-store');
    expect(login.headers.get('set-cookie')).toMatch(
      /^tideline_refresh=[\w-]{43}; Max-Age=(?:604800|60479\d); Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/,
    );
    const me = await send(app, 'GET', '/auth/me', undefined, bearer(login.body.accessToken ?? ''));
    expect(me.body).toEqual(login.body.user);
    expect(me.headers.get('cache-control')).toBe('no-store');

    const refreshed = await send(app, 'POST', '/auth/refresh', undefined, refreshWith(login.refreshToken ?? ''));
    expect([refreshed.status, refreshed.refreshToken === login.refreshToken]).toEqual([200, false]);
    const accessToken = refreshed.body.accessToken ?? '';
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(accessToken))).status).toBe(200);

    const out = await send(app, 'POST', '/auth/logout', undefined, refreshWith(refreshed.refreshToken ?? ''));
    expect([out.status, out.refreshToken]).toEqual([200, '']);
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(accessToken))).body.code).toBe('AUTH.SESSION_ENDED');
    expect((await send(app, 'GET', '/assets', undefined, bearer(accessToken))).status).toBe(401);
    expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(refreshed.refreshToken ?? ''))).body.code).toBe(
      'AUTH.REFRESH_INVALID',
    );
  });

  it('keeps no password and no token as it is', async () => {
    const person = await newPerson(app);
    const dump = JSON.stringify([
      await app.database.query('SELECT * FROM users'),
      await app.database.query('SELECT encode(token_hash, $1) FROM refresh_tokens', ['escape']),
      await app.database.query('SELECT * FROM sessions'),
      await app.database.query('SELECT encode(token_hash, $1) FROM mailed_tokens', ['escape']),
    ]);
    for (const secret of [person.password, person.refreshToken, person.accessToken]) expect(dump).not.toContain(secret);
    const [row] = await app.database.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = $1', [person.id]);
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each([
    [{ password: 'too short' }, 400, 'REQUEST.INVALID'],
    [{ password: 'q1w2e3r4t5y6' }, 422, 'AUTH.PASSWORD_REFUSED'],
    [{ email: 'marigold@example.org', password: 'my Marigold garden' }, 422, 'AUTH.PASSWORD_REFUSED'],
    [{ role: 'admin' }, 400, 'REQUEST.INVALID'],
    [{ status: 'active', id: '0b0f8c1e-6b6a-4c0e-9f39-0d3f6f0e2c11' }, 400, 'REQUEST.INVALID'],
    [{ email: 'аdmin@example.org' }, 400, 'REQUEST.INVALID'],
    [{ email: 'a@b\u0000.org' }, 400, 'REQUEST.INVALID'],
    [{ displayName: 'NUL \u0000 byte' }, 400, 'REQUEST.INVALID'],
    [{ email: { $ne: null } }, 400, 'REQUEST.INVALID'],
  ])('refuses to register %j: %i %s', async (part, status, code) => {
    const typed = { email: newAddress(), password: goodPassword, displayName: 'Someone', ...part };
    const answer = await send(app, 'POST', '/auth/register', typed);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('takes 200 registrations of one address at once, makes one account and mails at most five links', async () => {
    const email = newAddress();
    const typed = { email, password: goodPassword, displayName: 'Someone' };
    const once = async (): Promise<string> => {
      const { status, body } = await send(app, 'POST', '/auth/register', typed);
      return `${status} ${JSON.stringify(body)}`;
    };
    const said = await Promise.all(Array.from({ length: 200 }, once));
    expect([...new Set(said)]).toEqual(['202 {"detail":"A mail is on its way to this address."}']);
    const [{ count } = { count: 0 }] = await app.database.query<{ count: number }>('SELECT count(*) FROM users WHERE email = $1', [email]);
    expect(count).toBe(1);
    expect(await subjectsTo(app.database, email)).toEqual(Array(5).fill('Confirm your address'));
  }, 120_000);

  it('gives who follows a link the password of that registration, whoever registered the address first', async () => {
    const email = await register(app, newAddress(), 'the password of a stranger');
    await register(app, email, 'the password of the owner');
    await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, email) });
    const stranger = await send(app, 'POST', '/auth/login', { email, password: 'the password of a stranger' });
    expect(stranger.body.code).toBe('AUTH.INVALID_CREDENTIALS');
    await signIn(app, email, 'the password of the owner');
  });

  it('says the same of known and unknown addresses, and tells the mailbox only', async () => {
    const { email } = await newPerson(app);
    const unknown = newAddress();
    for (const [path, more] of [
      ['/auth/register', { password: goodPassword, displayName: 'Someone' }],
      ['/auth/resend-verification', {}],
      ['/auth/forgot-password', {}],
      ['/auth/login', { password: 'not the right one' }],
    ] as const) {
      const asked = await Promise.all([email, unknown].map((address) => send(app, 'POST', path, { email: address, ...more })));
      const [known, other] = asked.map(({ status, body }) => ({ status, ...body, traceId: '' }));
      expect(known).toEqual(other);
    }
    expect(await subjectsTo(app.database, email)).toEqual(['Confirm your address', 'You have an account already', 'Choose a new password']);
  });

  it('upgrades a bcrypt hash of an earlier system at the next sign-in, and refuses one that is too weak', async () => {
    const { hash } = await import('@node-rs/bcrypt');
    for (const [cost, status] of [
      [12, 200],
      [10, 401],
    ] as const) {
      const { email } = await newPerson(app);
      await app.database.query('UPDATE users SET password_hash = $2 WHERE email = $1', [email, await hash(goodPassword, { cost })]);
      expect((await send(app, 'POST', '/auth/login', { email, password: goodPassword })).status).toBe(status);
      const [row] = await app.database.query<{ kind: string }>('SELECT left(password_hash, 7) AS kind FROM users WHERE email = $1', [
        email,
      ]);
      expect(row?.kind.startsWith(status === 200 ? '$argon2' : '$2b$10')).toBe(true);
      if (status === 200) await signIn(app, email);
    }
  });

  it('lets in whose outdated hash cannot be replaced, and replaces it the next time', async () => {
    const { hash } = await import('@node-rs/bcrypt');
    const { id, email } = await newPerson(app);
    await app.database.query('UPDATE users SET password_hash = $2 WHERE id = $1', [id, await hash(goodPassword, { cost: 12 })]);
    await app.database.query(`ALTER TABLE users ADD CONSTRAINT kept CHECK (id <> '${id}' OR password_hash LIKE '$2%')`);
    const kind = async () => (await app.database.query('SELECT left(password_hash, 2) AS kind FROM users WHERE id = $1', [id]))[0];
    await signIn(app, email);
    expect(await kind()).toEqual({ kind: '$2' });
    await app.database.query('ALTER TABLE users DROP CONSTRAINT kept');
    await signIn(app, email);
    expect(await kind()).toEqual({ kind: '$a' });
  }, 60_000);

  it('lets an account that is switched off in nowhere, also with tokens it had', async () => {
    const person = await newPerson(app);
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(person.accessToken))).status).toBe(200);
    await app.database.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [person.id]);
    app.bridge.publish('users.changed', { userId: person.id });
    expect((await send(app, 'GET', '/auth/me', undefined, bearer(person.accessToken))).body.code).toBe('AUTH.SESSION_ENDED');
    expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken))).status).toBe(401);
    expect((await send(app, 'POST', '/auth/login', person.email ? { email: person.email, password: person.password } : {})).body.code).toBe(
      'AUTH.ACCOUNT_DISABLED',
    );
  });
});

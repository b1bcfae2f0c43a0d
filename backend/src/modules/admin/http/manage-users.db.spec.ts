import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  bearer,
  goodPassword,
  mailedToken,
  newAdmin,
  newPerson,
  register,
  send,
  signIn,
  subjectsTo,
  type Person,
} from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

jest.setTimeout(120_000);

describe('what administrators do to accounts', () => {
  let app: TestApp;
  let boss: Person;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    boss = await newAdmin(app);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await app.close();
  });

  const ask = (method: string, path: string, body?: unknown, by = boss, more: Record<string, string> = {}) =>
    send(app, method, `/admin/users/${path}`, body, { ...bearer(by.accessToken), ...more });
  const stepUp = async (by: Person) => {
    const { body } = await send(app, 'POST', '/auth/step-up', { password: by.password }, bearer(by.accessToken));
    return { 'x-step-up': String(body['stepUpToken']) };
  };
  const makeKey = async (by: Person, scopes: string[]) => {
    const { body } = await send(
      app,
      'POST',
      '/users/me/api-keys',
      { name: 'k', scopes },
      { ...bearer(by.accessToken), ...(await stepUp(by)) },
    );
    return { id: String(body['id']), key: String(body['key']) };
  };
  const me = async (headers: Record<string, string>) => (await send(app, 'GET', '/auth/me', undefined, headers)).status;
  const connect = async (auth: Record<string, string>): Promise<Socket> => {
    const socket = io(`${app.url}/live`, { auth, transports: ['websocket'], reconnection: false });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject));
    return socket;
  };
  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => (socket.connected ? socket.on('disconnect', () => resolve()) : resolve()));
  const actions = async (subject: string) =>
    (
      await app.database.query<{ action: string }>('SELECT action FROM audit_log WHERE subject_id = $1 AND actor_id = $2 ORDER BY seq', [
        subject,
        boss.id,
      ])
    ).map(({ action }) => action);

  it('shows one account with its device, key, sockets and failed mails, and no secret', async () => {
    const anna = await newPerson(app);
    const { key } = await makeKey(anna, ['read']);
    await app.database.query(
      `INSERT INTO outbox_mails (recipient, subject, text_body, html_body, attempts, last_error) VALUES ($1, 'Lost', '', '', 3, 'no such box')`,
      [anna.email],
    );
    await connect({ token: anna.accessToken });
    const { status, body } = await ask('GET', anna.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: anna.id, livingSessions: 1, livingApiKeys: 1, openSockets: 1, emailVerified: true });
    expect(body['sessions']).toMatchObject([{ device: 'node', current: false }]);
    expect(body['apiKeys']).toMatchObject([{ name: 'k', scopes: ['read'] }]);
    expect(body['failedMails']).toMatchObject([{ subject: 'Lost', attempts: 3, error: 'no such box', givenUpAt: null }]);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${key}|argon2|hash|secret`, 'i'));
    expect((await ask('GET', boss.id)).body['sessions']).toMatchObject([{ current: true }]);
    expect(await ask('GET', randomUUID())).toMatchObject({ status: 404, body: { code: 'USERS.UNKNOWN_USER' } });
    expect((await ask('GET', 'nobody')).status).toBe(400);
  });

  it('disabling ends sessions, sockets and keys at once and for good; enabling lets in again', async () => {
    const anna = await newPerson(app);
    const { key } = await makeKey(anna, ['read']);
    const open = [await connect({ token: anna.accessToken }), await connect({ apiKey: key })];
    expect([await me(bearer(anna.accessToken)), await me({ 'x-api-key': key })]).toEqual([200, 200]);
    expect(await ask('PATCH', anna.id, { status: 'disabled' })).toMatchObject({
      status: 200,
      body: { status: 'disabled', livingSessions: 0, livingApiKeys: 0, sessions: [], apiKeys: [] },
    });
    expect([await me(bearer(anna.accessToken)), await me({ 'x-api-key': key })]).toEqual([401, 401]);
    await Promise.all(open.map(closed));
    const login = () => send(app, 'POST', '/auth/login', { email: anna.email, password: goodPassword });
    expect(await login()).toMatchObject({ status: 403, body: { code: 'AUTH.ACCOUNT_DISABLED' } });
    expect((await send(app, 'POST', '/auth/refresh', undefined, { cookie: `tideline_refresh=${anna.refreshToken}` })).status).toBe(401);
    expect(await ask('PATCH', anna.id, { status: 'active' })).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await login()).status).toBe(200);
    expect([await me(bearer(anna.accessToken)), await me({ 'x-api-key': key })]).toEqual([401, 401]);
    expect(await actions(anna.id)).toEqual(['users.account-changed', 'users.account-changed']);
  });

  it('makes an administrator, never with a key, and takes it back; both take effect at once', async () => {
    const anna = await newPerson(app);
    const list = async () => (await send(app, 'GET', '/admin/users', undefined, bearer(anna.accessToken))).status;
    expect(await list()).toBe(403);
    const { key } = await makeKey(boss, ['read', 'write']);
    const byKey = (body: object) => send(app, 'PATCH', `/admin/users/${anna.id}`, body, { 'x-api-key': key });
    expect(await byKey({ role: 'admin' })).toMatchObject({ status: 403, body: { code: 'AUTH.SCOPE' } });
    expect(await ask('PATCH', anna.id, { role: 'admin' })).toMatchObject({
      status: 200,
      body: { role: 'admin' },
    });
    expect(await list()).toBe(200);
    expect(await ask('PATCH', anna.id, { role: 'admin', status: 'active' })).toMatchObject({ status: 200 });
    expect((await ask('PATCH', anna.id, { status: 'disabled' })).status).toBe(200);
    expect(await byKey({ status: 'active' })).toMatchObject({ status: 403, body: { code: 'AUTH.SCOPE' } });
    expect((await ask('PATCH', anna.id, { status: 'active', role: 'user' })).status).toBe(200);
    const again = await signIn(app, anna.email);
    expect((await send(app, 'GET', '/admin/users', undefined, bearer(again.accessToken))).status).toBe(403);
  });

  it('refuses strangers, empty and unknown fields, and who has not confirmed their address', async () => {
    const anna = await newPerson(app);
    expect(await ask('PATCH', boss.id, { status: 'disabled' }, anna)).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    for (const body of [{}, { status: 'deleted' }, { role: 'owner' }, { email: 'x@example.org' }, { status: 'active', id: boss.id }]) {
      expect((await ask('PATCH', anna.id, body)).status).toBe(400);
    }
    const email = await register(app);
    const [row] = await app.database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
    expect(await ask('PATCH', row?.id ?? '', { role: 'admin' })).toMatchObject({
      status: 422,
      body: { code: 'USERS.EMAIL_NOT_VERIFIED' },
    });
  });

  it('never leaves an install without an administrator, and lets one step down beside another', async () => {
    for (const body of [{ status: 'disabled' }, { role: 'user' }]) {
      expect(await ask('PATCH', boss.id, body)).toMatchObject({ status: 409, body: { code: 'USERS.LAST_ADMINISTRATOR' } });
    }
    const second = await newAdmin(app);
    expect((await ask('PATCH', second.id, { role: 'user' }, second)).status).toBe(200);
    expect((await ask('PATCH', boss.id, { role: 'user' }, second)).status).toBe(403);
  });

  it('leaves one of 6 administrators who all demote and disable one another at once, 5 times', async () => {
    for (let round = 0; round < 5; round += 1) {
      const others: Person[] = [];
      for (let n = 0; n < 5; n += 1) others.push(await newAdmin(app));
      const crowd = [boss, ...others];
      const answers = await Promise.all(
        crowd.flatMap((by) =>
          crowd
            .filter((other) => other !== by)
            .map(({ id }, n) => ask('PATCH', id, n % 2 === 0 ? { role: 'user' } : { status: 'disabled' }, by)),
        ),
      );
      expect(answers.filter(({ status }) => ![200, 401, 403, 409].includes(status))).toEqual([]);
      const left = await app.database.query<{ id: string }>(`SELECT id FROM users WHERE role = 'admin' AND status = 'active'`);
      expect(left).toHaveLength(1);
      await app.database.query(`UPDATE users SET role = 'admin', status = 'active' WHERE id = $1`, [boss.id]);
      await app.database.query(`UPDATE users SET role = 'user' WHERE id <> $1`, [boss.id]);
      app.bridge.publish('users.changed', { userId: boss.id });
      boss = await signIn(app, boss.email);
    }
  });

  it('mails the verification link again, or hands one out that works', async () => {
    const email = await register(app);
    const [row] = await app.database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
    const id = row?.id ?? '';
    expect((await ask('POST', `${id}/resend-verification`)).status).toBe(202);
    expect(await subjectsTo(app.database, email)).toHaveLength(2);
    const { status, body } = await ask('POST', `${id}/verification-link`);
    expect(status).toBe(200);
    expect(Date.parse(String(body['expiresAt'])) - Date.now()).toBeGreaterThan(86_000_000);
    const token = String(body['link']).split('#token=')[1];
    expect(token).not.toBe(await mailedToken(app.database, email));
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    await signIn(app, email);
    expect(await ask('POST', `${id}/verification-link`)).toMatchObject({ status: 409, body: { code: 'USERS.ALREADY_VERIFIED' } });
    expect(await actions(id)).toEqual(['users.verification-mailed-again', 'users.verification-link-made']);
  });

  it('ends one session and revokes one key of an account, with their sockets; the others live', async () => {
    const anna = await newPerson(app);
    const other = await signIn(app, anna.email);
    const [first, second] = [await makeKey(anna, ['read']), await makeKey(anna, ['read'])];
    const claims = JSON.parse(Buffer.from(other.accessToken.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
    const ending = [await connect({ token: other.accessToken }), await connect({ apiKey: first.key })];
    const living = [await connect({ token: anna.accessToken }), await connect({ apiKey: second.key })];
    expect((await ask('DELETE', `${anna.id}/sessions/${claims.sid}`)).status).toBe(200);
    expect((await ask('DELETE', `${anna.id}/api-keys/${first.id}`)).status).toBe(200);
    expect([await me(bearer(anna.accessToken)), await me(bearer(other.accessToken))]).toEqual([200, 401]);
    expect([await me({ 'x-api-key': first.key }), await me({ 'x-api-key': second.key })]).toEqual([401, 200]);
    await Promise.all(ending.map(closed));
    for (const socket of living) {
      expect(await socket.timeout(10_000).emitWithAck('subscribe', { channels: ['notifications'] })).toMatchObject({ ok: true });
    }
    expect(await ask('DELETE', `${anna.id}/sessions/${claims.sid}`)).toMatchObject({
      status: 404,
      body: { code: 'USERS.UNKNOWN_SESSION' },
    });
    expect(await ask('DELETE', `${boss.id}/api-keys/${second.id}`)).toMatchObject({ status: 404, body: { code: 'USERS.UNKNOWN_API_KEY' } });
    expect(await actions(anna.id)).toEqual(['users.session-ended-by-administrator', 'users.api-key-revoked-by-administrator']);
  });
});

import { bearer, goodPassword, mailedToken, newAddress, newPerson, refreshWith, register, send, signIn } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

jest.setTimeout(60_000);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

interface Row {
  action: string;
  actorId: string | null;
  subjectId: string | null;
  network: string | null;
}

/** What was recorded of an account, oldest first. */
const rowsOf = (id: string) =>
  app.database.query<Row>(
    'SELECT action, actor_id AS "actorId", subject_id AS "subjectId", network FROM audit_log WHERE subject_id = $1 ORDER BY seq',
    [id],
  );

describe('the deeds of a life here', () => {
  it('are recorded with who did them, to whom, and from which network', async () => {
    const email = await register(app);
    await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, email) });
    const wrong = await send(app, 'POST', '/auth/login', { email, password: 'not the right words' });
    const person = await signIn(app, email);
    const second = await signIn(app, email);
    const own = bearer(person.accessToken);
    await send(app, 'DELETE', '/users/me/sessions', undefined, own);
    const newPassword = 'other lanterns over water';
    await send(app, 'POST', '/users/me/password', { currentPassword: goodPassword, password: newPassword }, own);
    const newEmail = newAddress();
    await send(app, 'POST', '/users/me/email', { email: newEmail, password: newPassword }, own);
    await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, newEmail) });
    await send(app, 'POST', '/auth/logout', undefined, refreshWith(person.refreshToken));
    await send(app, 'POST', '/auth/forgot-password', { email: newEmail });
    const resetToken = await mailedToken(app.database, newEmail);
    await send(app, 'POST', '/auth/reset-password', { token: resetToken, password: goodPassword });
    expect(wrong.status).toBe(401);
    const rows = await rowsOf(person.id);
    expect(rows.map(({ action, actorId }) => [action, actorId === person.id ? 'self' : actorId])).toEqual([
      ['users.registered', null],
      ['users.email-verified', 'self'],
      ['users.sign-in-failed', null],
      ['users.signed-in', 'self'],
      ['users.signed-in', 'self'],
      ['users.sessions-ended', 'self'],
      ['users.password-changed', 'self'],
      ['users.email-change-asked', 'self'],
      ['users.email-changed', 'self'],
      ['users.sessions-ended', 'self'],
      ['users.password-reset-asked', null],
      ['users.password-reset', 'self'],
    ]);
    expect(new Set(rows.map(({ network }) => network))).toEqual(new Set(['127.0.0.0/24']));
    const [log] = await app.database.query<{ text: string }>('SELECT string_agg(row_to_json(a)::text, chr(10)) AS text FROM audit_log a');
    const secrets = [email, newEmail, goodPassword, newPassword, resetToken, 'Someone', '127.0.0.1'];
    const tokens = [person, second].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
    for (const secret of [...secrets, ...tokens]) expect(log?.text).not.toContain(secret);
  });

  it('hold who tried an unknown address for nobody, and tell of a token used twice', async () => {
    const person = await newPerson(app);
    const before = await app.database.query('SELECT 1 FROM audit_log');
    expect((await send(app, 'POST', '/auth/login', { email: newAddress(), password: goodPassword })).status).toBe(401);
    expect(await app.database.query('SELECT 1 FROM audit_log')).toHaveLength(before.length);
    expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken))).status).toBe(200);
    await app.database.query(`UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE used_at IS NOT NULL`);
    expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken))).body.code).toBe('AUTH.REFRESH_REPLAYED');
    expect((await rowsOf(person.id)).at(-1)).toMatchObject({ action: 'users.token-replayed', actorId: null });
  });
});

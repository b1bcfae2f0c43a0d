import { accountExport } from '@tideline/contracts';
import { generateSync } from 'otplib';
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
  type Person,
} from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { OutboxMails } from '../db/outbox-mails.repository';

const timeoutMs = 60_000;

describe('what is kept of somebody', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  }, timeoutMs);
  afterAll(() => app.close());

  const ask = (person: Person, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(app, method, path, body, { ...bearer(person.accessToken), ...headers });
  const stepUp = async (person: Person) => ({
    'x-step-up': String((await ask(person, 'POST', '/auth/step-up', { password: goodPassword })).body['stepUpToken']),
  });
  const remove = async (person: Person) => ask(person, 'DELETE', '/users/me', undefined, await stepUp(person));
  const newKey = async (person: Person) =>
    String((await ask(person, 'POST', '/users/me/api-keys', { name: 'my robot', scopes: ['read'] }, await stepUp(person))).body['key']);
  const withKey = async (key: string) => (await send(app, 'GET', '/auth/me', undefined, { 'x-api-key': key })).status;
  /** Every row of every table, as text, that holds one of the words. */
  const rowsWith = async (...words: string[]): Promise<string[]> => {
    const tables = await app.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await app.database.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`);
      found.push(...rows.filter(({ text }) => words.some((word) => text.includes(word))).map(({ text }) => `${name} ${text}`));
    }
    return found;
  };

  it(
    'is given as one file, without any secret',
    async () => {
      const person = await newPerson(app);
      const key = await newKey(person);
      await ask(person, 'PUT', '/users/me/preferences', { theme: 'light' });
      await send(app, 'POST', '/auth/login', { email: person.email, password: 'not the right one' });
      await send(app, 'POST', '/auth/forgot-password', { email: person.email });
      const begun = await ask(person, 'POST', '/users/me/totp', undefined, await stepUp(person));
      const secret = String(begun.body['secret']);
      const on = await ask(person, 'POST', '/users/me/totp/confirm', { totp: generateSync({ secret }) });
      const stranger = await newPerson(app);
      const answer = await ask(person, 'GET', '/users/me/export');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="tideline-account-\d{4}-\d\d-\d\d\.json"$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const exported = accountExport.parse(answer.body);
      expect(exported.account).toMatchObject({ id: person.id, email: person.email, totpEnabled: true });
      expect(exported.preferences.theme).toBe('light');
      expect(exported.sessions).toMatchObject([{ device: 'node', endedAt: null }]);
      expect(exported.apiKeys).toMatchObject([{ name: 'my robot', revokedAt: null }]);
      expect(exported.links.map(({ purpose }) => purpose)).toContain('reset-password');
      expect(exported.mails.map(({ subject }) => subject)).toEqual(
        expect.arrayContaining(['Confirm your address', 'Choose a new password', 'Your second factor is on']),
      );
      expect(exported.auditLog.map(({ action, byYourself }) => `${action} ${byYourself}`)).toEqual(
        expect.arrayContaining(['users.signed-in true', 'users.sign-in-failed false', 'users.second-factor-on true']),
      );
      const text = JSON.stringify(answer.body);
      const secrets = [key, secret, person.refreshToken, goodPassword, 'argon2', ...(on.body['recoveryCodes'] as string[])];
      const foreign = [stranger.id, stranger.email, await mailedToken(app.database, person.email)];
      expect([...secrets, ...foreign].filter((word) => text.includes(word))).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'goes with the account: nothing names the person any more but the farewell',
    async () => {
      const person = await newPerson(app, `zaphod-${newAddress()}`);
      const other = await signIn(app, person.email);
      const key = await newKey(person);
      await ask(person, 'PATCH', '/users/me', { displayName: 'Zaphod Beeblebrox' });
      await ask(person, 'PUT', '/users/me/preferences', { screens: [{ name: 'Magrathea', query: '' }] });
      await ask(person, 'POST', '/users/me/email', { email: `new-${person.email}`, password: goodPassword });
      expect([await withKey(key), (await ask(person, 'DELETE', '/users/me')).body.code]).toEqual([200, 'AUTH.STEP_UP_REQUIRED']);
      const heard: string[] = [];
      const ends = [
        app.bridge.subscribe('users.sessions-ended', ({ sessionIds }) => heard.push(`${sessionIds.length} sessions`)),
        app.bridge.subscribe('users.api-keys-revoked', ({ keyIds }) => heard.push(`${keyIds.length} keys`)),
        app.bridge.subscribe('users.changed', ({ userId }) => heard.push(userId)),
      ];
      const gone = await remove(person);
      for (const end of ends) end();
      expect([gone.status, gone.refreshToken, heard]).toEqual([200, '', ['2 sessions', '1 keys', person.id]]);
      for (const one of [person, other]) {
        expect((await ask(one, 'GET', '/auth/me')).body.code).toBe('AUTH.SESSION_ENDED');
        expect((await send(app, 'POST', '/auth/refresh', undefined, refreshWith(one.refreshToken))).body.code).toBe('AUTH.REFRESH_INVALID');
      }
      expect([await withKey(key), (await send(app, 'POST', '/auth/login', person)).status]).toEqual([401, 400]);
      const { email, password } = person;
      expect((await send(app, 'POST', '/auth/login', { email, password })).body.code).toBe('AUTH.INVALID_CREDENTIALS');
      const naming = await rowsWith(person.email, 'Zaphod', 'Magrathea');
      expect(naming).toEqual([expect.stringContaining('Your account was deleted')]);
      const byId = await rowsWith(person.id);
      expect(new Set(byId.map((row) => row.split(' ', 1)[0]))).toEqual(new Set(['users', 'audit_log', 'outbox_mails']));
    },
    timeoutMs,
  );

  it(
    'reaches as far as an address of before: its mails are exported and go with the account, and no address outlives the farewell',
    async () => {
      const person = await newPerson(app, `ford-${newAddress()}`);
      const [now, wanted] = [`now-${person.email}`, `wanted-${person.email}`];
      await ask(person, 'POST', '/users/me/email', { email: now, password: goodPassword });
      await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, now) });
      await ask(person, 'POST', '/users/me/email', { email: wanted, password: goodPassword });
      const exported = accountExport.parse((await ask(person, 'GET', '/users/me/export')).body);
      expect(exported.emailVerifiedAt).not.toBeNull();
      expect(exported.mails.map(({ subject, recipient }) => `${subject}: ${recipient}`).toSorted()).toEqual(
        [
          `Confirm your address: ${person.email}`,
          `Your address is about to change: ${person.email}`,
          `Confirm your new address: ${now}`,
          `Your address was changed: ${person.email}`,
          `Your address is about to change: ${now}`,
          `Confirm your new address: ${wanted}`,
        ].toSorted(),
      );
      const mails = new OutboxMails();
      const toBefore = await app.database.query<{ id: string; subject: string }>(
        'SELECT id, subject FROM outbox_mails WHERE recipient = $1',
        [person.email],
      );
      const waiting = 'Your address was changed';
      for (const { id, subject } of toBefore) if (subject !== waiting) await mails.markSent(app.database, id, new Date());
      await remove(person);
      const left = () =>
        app.database.query<{ id: string; subject: string; recipient: string }>(
          'SELECT id, subject, recipient FROM outbox_mails WHERE user_id = $1 ORDER BY created_at',
          [person.id],
        );
      const stillToSend = await left();
      expect(stillToSend.map(({ subject }) => subject)).toEqual([waiting, 'Your account was deleted']);
      await mails.markSent(app.database, stillToSend[0]?.id ?? '', new Date());
      await mails.giveUp(app.database, stillToSend[1]?.id ?? '', new Date(), 'no such box');
      expect((await left()).map(({ recipient }) => recipient)).toEqual(['', '']);
      expect(await rowsWith('ford-')).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'lets the address register again, as somebody new',
    async () => {
      const person = await newPerson(app);
      await ask(person, 'PUT', '/users/me/preferences', { theme: 'light' });
      await remove(person);
      await register(app, person.email);
      await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, person.email) });
      const again = await signIn(app, person.email);
      expect(again.id).not.toBe(person.id);
      expect((await ask(again, 'GET', '/users/me/preferences')).body['theme']).toBe('system');
      expect(await subjectsTo(app.database, person.email)).toEqual(['Your account was deleted', 'Confirm your address']);
    },
    timeoutMs,
  );

  it(
    'never lets the last administrator go, and of two who go at once keeps one',
    async () => {
      const admins = [await newPerson(app), await newPerson(app)];
      const ids = admins.map(({ id }) => id);
      await app.database.query(`UPDATE users SET role = 'admin' WHERE id = ANY($1)`, [ids]);
      const tokens = await Promise.all(admins.map(stepUp));
      const answers = await Promise.all(admins.map((admin, index) => ask(admin, 'DELETE', '/users/me', undefined, tokens[index])));
      expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([200, 'USERS.LAST_ADMINISTRATOR']);
      const [row] = await app.database.query<{ count: number }>(`SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active'`);
      expect(row?.count).toBe(1);
    },
    timeoutMs,
  );

  it(
    'answers refreshes, sign-ins and changes that meet the deletion by 200 or a refusal, never by a fault, and leaves nothing behind',
    async () => {
      for (let round = 0; round < 5; round++) {
        const person = await newPerson(app);
        const { email, password } = person;
        const headers = await stepUp(person);
        const others = (count: number) => [
          ...Array.from({ length: count }, () => send(app, 'POST', '/auth/refresh', undefined, refreshWith(person.refreshToken))),
          ...Array.from({ length: 2 }, () => send(app, 'POST', '/auth/login', { email, password })),
          ask(person, 'PATCH', '/users/me', { displayName: 'Still here' }),
          ask(person, 'PUT', '/users/me/preferences', { theme: 'dark' }),
          ask(person, 'POST', '/users/me/api-keys', { name: 'late', scopes: ['read'] }, headers),
        ];
        const before = others(8);
        const deletion = ask(person, 'DELETE', '/users/me', undefined, headers);
        const answers = await Promise.all([...before, ...others(8)]);
        expect((await deletion).status).toBe(200);
        expect([...new Set(answers.map(({ status }) => status))].filter((status) => ![200, 201, 401, 403].includes(status))).toEqual([]);
        for (const { body } of answers) {
          if (body.accessToken === undefined) continue;
          expect((await send(app, 'GET', '/auth/me', undefined, bearer(body.accessToken))).status).toBe(401);
        }
        const [row] = await app.database.query<{ kept: string }>(
          "SELECT concat_ws(' ', display_name, email, last_seen_at, preferences) AS kept FROM users WHERE id = $1",
          [person.id],
        );
        const [rows] = await app.database.query<{ count: number }>(
          'SELECT (SELECT count(*) FROM sessions WHERE user_id = $1) + (SELECT count(*) FROM api_keys WHERE user_id = $1) AS count',
          [person.id],
        );
        expect([row?.kept.trim(), rows?.count]).toEqual(['{}', 0]);
      }
    },
    timeoutMs,
  );
});

import { randomUUID } from 'node:crypto';
import type { Database } from '../src/platform/database/database';
import type { TestApp } from './test-app';

/** An answer as a test reads it. */
export interface Answer {
  status: number;
  body: { code?: string; accessToken?: string; detail?: string; user?: { id: string; email: string; role: string } } & Record<
    string,
    unknown
  >;
  headers: Headers;
  /** The refresh token that the answer set, empty when it took it away; null when it said nothing of it. */
  refreshToken: string | null;
}

/** Somebody who is signed in. */
export interface Person {
  id: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
}

export const goodPassword = 'green lanterns over water';

/** Sends JSON as a program does. */
export async function send(
  app: Pick<TestApp, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${app.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const cookie = /tideline_refresh=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '');
  return {
    status: answer.status,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
    headers: answer.headers,
    refreshToken: cookie === null ? null : (cookie[1] ?? ''),
  };
}

export const refreshWith = (token: string, more: Record<string, string> = {}) => ({ cookie: `tideline_refresh=${token}`, ...more });
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const newAddress = (): string => `someone-${randomUUID().slice(0, 8)}@example.org`;

/** The token of the newest link that was mailed to an address. */
export async function mailedToken(database: Database, to: string): Promise<string> {
  const rows = await database.query<{ body: string }>(
    `SELECT text_body AS body FROM outbox_mails WHERE recipient = $1 AND text_body LIKE '%#token=%' ORDER BY created_at DESC LIMIT 1`,
    [to],
  );
  const token = /#token=(\S+)/.exec(rows[0]?.body ?? '')?.[1];
  if (token === undefined) throw new Error(`no link was mailed to ${to}`);
  return token;
}

export async function subjectsTo(database: Database, to: string): Promise<string[]> {
  const rows = await database.query<{ subject: string }>('SELECT subject FROM outbox_mails WHERE recipient = $1 ORDER BY created_at', [to]);
  return rows.map(({ subject }) => subject);
}

export async function register(app: TestApp, email = newAddress(), password = goodPassword): Promise<string> {
  const answer = await send(app, 'POST', '/auth/register', { email, password, displayName: 'Someone' });
  if (answer.status !== 202) throw new Error(`register answered ${answer.status}`);
  return email;
}

export async function signIn(app: Pick<TestApp, 'url'>, email: string, password = goodPassword): Promise<Person> {
  const { body, refreshToken, status } = await send(app, 'POST', '/auth/login', { email, password });
  if (status !== 200) throw new Error(`login answered ${status} ${body.code}`);
  return { id: body.user?.id ?? '', email, password, accessToken: body.accessToken ?? '', refreshToken: refreshToken ?? '' };
}

/** Registers, confirms and signs in. */
export async function newPerson(app: TestApp, email = newAddress(), password = goodPassword): Promise<Person> {
  await register(app, email, password);
  await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, email) });
  return signIn(app, email, password);
}

/** Somebody who is signed in and an administrator. */
export async function newAdmin(app: TestApp, email = newAddress()): Promise<Person> {
  await register(app, email);
  await send(app, 'POST', '/auth/verify-email', { token: await mailedToken(app.database, email) });
  await app.database.query(`UPDATE users SET role = 'admin' WHERE email = $1`, [email]);
  return signIn(app, email);
}

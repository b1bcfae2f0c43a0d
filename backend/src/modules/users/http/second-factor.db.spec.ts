import { generateSync } from 'otplib';
import { bearer, goodPassword, mailedToken, newPerson, send, signIn, subjectsTo, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const timeoutMs = 60_000;
const hour = 3_600_000;
const stepMs = 30_000;
const realNow = Date.now.bind(Date);
let startedAt = 0;
let shiftMs = 0;

interface Secured extends Person {
  secret: string;
  codes: string[];
}

describe('second factor', () => {
  let app: TestApp;
  let asked = 0;
  beforeAll(async () => {
    app = await startTestApp(undefined, { TRUST_PROXY: 'true' });
    jest.spyOn(Date, 'now').mockImplementation(() => startedAt + shiftMs + asked);
  }, timeoutMs);
  beforeEach(() => {
    shiftMs = 0;
    // The clock stands in the middle of a step: neither does a code age while it is on its way, nor does a wait end while 40 are answered.
    // Each question takes it on by 1 ms, so that mails keep their order.
    startedAt = (Math.floor(realNow() / stepMs) + 0.5) * stepMs;
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  /** The code of the app `steps` steps from now. */
  const codeOf = (secret: string, steps = 0) => generateSync({ secret, epoch: Math.floor((Date.now() + steps * stepMs) / 1000) });
  /** Each call comes from another address, unless it says which. */
  const login = (email: string, totp?: string, address = `198.18.${(asked += 1) >> 8}.${asked & 255}`, password = goodPassword) =>
    send(app, 'POST', '/auth/login', { email, password, ...(totp === undefined ? {} : { totp }) }, { 'x-forwarded-for': address });
  const ask = (person: Person, method: string, path: string, body?: unknown, stepUp?: string) => {
    asked += 1;
    return send(app, method, path, body, { ...bearer(person.accessToken), ...(stepUp === undefined ? {} : { 'x-step-up': stepUp }) });
  };
  const stepUp = async (person: Person, typed: object) => String((await ask(person, 'POST', '/auth/step-up', typed)).body['stepUpToken']);
  const begin = async (person: Person) =>
    ask(person, 'POST', '/users/me/totp', undefined, await stepUp(person, { password: goodPassword }));
  /** Somebody with a second factor; no step of the present is used yet. */
  const newSecured = async (): Promise<Secured> => {
    const person = await newPerson(app);
    const secret = String((await begin(person)).body['secret']);
    const { body } = await ask(person, 'POST', '/users/me/totp/confirm', { totp: codeOf(secret, -1) });
    return { ...person, secret, codes: body['recoveryCodes'] as string[] };
  };
  const said = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

  it(
    'is on once the app has shown its first code, and is asked for after the right password only',
    async () => {
      const person = await newPerson(app);
      expect(said(await ask(person, 'POST', '/users/me/totp'))).toEqual([403, 'AUTH.STEP_UP_REQUIRED']);
      expect(said(await ask(person, 'POST', '/users/me/totp/confirm', { totp: '123456' }))).toEqual([409, 'AUTH.NO_SECOND_FACTOR']);
      const { body } = await begin(person);
      const { secret, uri } = body as { secret: string; uri: string };
      expect(new URL(uri).searchParams.get('secret')).toBe(secret);
      expect(decodeURIComponent(new URL(uri).pathname)).toBe(`/Tideline:${person.email}`);
      await signIn(app, person.email);
      const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
      expect(said(await ask(person, 'POST', '/users/me/totp/confirm', { totp: wrong }))).toEqual([422, 'AUTH.WRONG_CODE']);
      const on = await ask(person, 'POST', '/users/me/totp/confirm', { totp: codeOf(secret) });
      const codes = on.body['recoveryCodes'] as string[];
      expect([on.status, codes.length, new Set(codes).size]).toEqual([200, 10, 10]);
      expect((await ask(person, 'GET', '/users/me')).body).toMatchObject({ totpEnabled: true, recoveryCodesLeft: 10 });
      expect(said(await begin({ ...person }))).toEqual([403, 'AUTH.STEP_UP_REQUIRED']);
      expect(said(await login(person.email, undefined, undefined, 'not the right one'))).toEqual([401, 'AUTH.INVALID_CREDENTIALS']);
      expect(said(await login(person.email, codeOf(secret, 1), undefined, 'not the right one'))).toEqual([401, 'AUTH.INVALID_CREDENTIALS']);
      expect(said(await login(person.email))).toEqual([401, 'AUTH.SECOND_FACTOR_REQUIRED']);
      expect(said(await login(person.email, wrong))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await login(person.email, codeOf(secret, 1))).status).toBe(200);
      expect(await subjectsTo(app.database, person.email)).toEqual(['Confirm your address', 'Your second factor is on']);
    },
    timeoutMs,
  );

  it(
    'does not take the code that switched it on for a sign-in, nor one of the step before the last or after the next',
    async () => {
      const person = await newSecured();
      expect(said(await login(person.email, codeOf(person.secret, -1)))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect(said(await login(person.email, codeOf(person.secret, -2)))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect(said(await login(person.email, codeOf(person.secret, 2)))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await login(person.email, codeOf(person.secret).replace(/^.../, '$& '))).status).toBe(200);
      expect((await login(person.email, codeOf(person.secret, 1))).status).toBe(200);
    },
    timeoutMs,
  );

  it.each(['code of the app', 'recovery code'])(
    'lets exactly one of 20 simultaneous sign-ins with one %s pass',
    async (kind) => {
      const person = await newSecured();
      const code = kind === 'recovery code' ? (person.codes[3] ?? '') : codeOf(person.secret);
      const answers = await Promise.all(Array.from({ length: 20 }, () => login(person.email, code)));
      const passed = answers.filter(({ status }) => status === 200);
      expect([passed.length, answers.filter(({ status }) => status === 401 || status === 429).length]).toEqual([1, 19]);
      shiftMs = hour / 2;
      expect(said(await login(person.email, code))).toEqual([401, 'AUTH.WRONG_CODE']);
      shiftMs = hour;
      expect((await login(person.email, codeOf(person.secret, 1))).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'does not take a code twice between a sign-in and a step-up, and asks who has it for nothing else',
    async () => {
      const person = await newSecured();
      const code = codeOf(person.secret);
      expect(said(await ask(person, 'POST', '/auth/step-up', { password: goodPassword }))).toEqual([422, 'AUTH.SECOND_FACTOR_REQUIRED']);
      expect((await ask(person, 'POST', '/auth/step-up', { totp: code })).status).toBe(200);
      expect(said(await ask(person, 'POST', '/auth/step-up', { totp: code }))).toEqual([422, 'AUTH.WRONG_CODE']);
      expect(said(await login(person.email, code))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await ask(person, 'POST', '/auth/step-up', { totp: person.codes[0] })).status).toBe(200);
    },
    timeoutMs,
  );

  it.each([1, -1])(
    'takes each code once though the clock is moved by %i h and back',
    async (hours) => {
      const person = await newSecured();
      const now = codeOf(person.secret);
      expect((await login(person.email, now)).status).toBe(200);
      shiftMs = hours * hour;
      const moved = codeOf(person.secret);
      expect((await login(person.email, moved)).status).toBe(200);
      shiftMs = 0;
      expect(said(await login(person.email, now))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await login(person.email, codeOf(person.secret, 1))).status).toBe(200);
      shiftMs = hours * hour;
      expect(said(await login(person.email, moved))).toEqual([401, 'AUTH.WRONG_CODE']);
    },
    timeoutMs,
  );

  it(
    'takes each recovery code once, tells the owner, and makes new ones',
    async () => {
      const person = await newSecured();
      for (const [used, code] of person.codes.slice(0, 7).entries()) {
        const answer = await login(person.email, code.toUpperCase());
        expect([answer.status, answer.body['user']]).toEqual([200, expect.objectContaining({ recoveryCodesLeft: 9 - used })]);
      }
      expect(said(await login(person.email, person.codes[0]))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await ask(person, 'GET', '/users/me')).body['recoveryCodesLeft']).toBe(3);
      const used = (await subjectsTo(app.database, person.email)).filter((subject) => subject.startsWith('A recovery code'));
      expect(used).toEqual([...Array<string>(6).fill('A recovery code was used'), 'A recovery code was used; few are left']);
      const token = await stepUp(person, { totp: codeOf(person.secret) });
      expect(said(await ask(person, 'POST', '/users/me/recovery-codes'))).toEqual([403, 'AUTH.STEP_UP_REQUIRED']);
      const { body } = await ask(person, 'POST', '/users/me/recovery-codes', undefined, token);
      const fresh = body['recoveryCodes'] as string[];
      expect(said(await login(person.email, person.codes[9]))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await login(person.email, fresh[9])).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'is switched off with a step-up by itself, and the password alone leads in again',
    async () => {
      const person = await newSecured();
      expect(said(await ask(person, 'DELETE', '/users/me/totp'))).toEqual([403, 'AUTH.STEP_UP_REQUIRED']);
      const token = await stepUp(person, { totp: codeOf(person.secret) });
      expect((await ask(person, 'DELETE', '/users/me/totp', undefined, token)).status).toBe(200);
      expect(said(await ask(person, 'DELETE', '/users/me/totp', undefined, token))).toEqual([409, 'AUTH.NO_SECOND_FACTOR']);
      expect(said(await ask(person, 'POST', '/users/me/recovery-codes', undefined, token))).toEqual([409, 'AUTH.NO_SECOND_FACTOR']);
      await signIn(app, person.email);
      expect((await ask(person, 'GET', '/users/me')).body).toMatchObject({ totpEnabled: false, recoveryCodesLeft: 0 });
      expect((await subjectsTo(app.database, person.email)).at(-1)).toBe('Your second factor is off');
    },
    timeoutMs,
  );

  it(
    'lets who knows the password guess 5 codes from 200 addresses, tells the owner, and lets them in with a new password at once',
    async () => {
      const person = await newSecured();
      const wrong = Array.from({ length: 200 }, (_, index) => String(index).padStart(6, '0'));
      const right = [-1, 0, 1].map((steps) => codeOf(person.secret, steps));
      const guesses = wrong.filter((code) => !right.includes(code)).slice(0, 40);
      const answers = await Promise.all(guesses.map((code) => login(person.email, code)));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
      expect(answers.filter(({ body }) => body.code === 'AUTH.TOO_MANY_TRIES')).toHaveLength(35);
      expect((await subjectsTo(app.database, person.email)).at(-1)).toBe('Somebody may know your password');
      expect(said(await login(person.email, codeOf(person.secret)))).toEqual([429, 'AUTH.TOO_MANY_TRIES']);
      // Later than the mail before, so that this one is the newest.
      shiftMs = 100;
      await send(app, 'POST', '/auth/forgot-password', { email: person.email });
      const reset = { token: await mailedToken(app.database, person.email), password: 'seven quiet rivers north' };
      await send(app, 'POST', '/auth/reset-password', reset);
      expect((await login(person.email, codeOf(person.secret), undefined, reset.password)).status).toBe(200);
    },
    timeoutMs,
  );

  it(
    'keeps neither the secret nor a recovery code readable in the database, and binds the secret to its account',
    async () => {
      const [person, other] = [await newSecured(), await newSecured()];
      const [row] = await app.database.query<{ text: string }>(
        `SELECT (SELECT u::text FROM users u WHERE id = $1) || (SELECT string_agg(r::text, '') FROM recovery_codes r WHERE user_id = $1) AS text`,
        [person.id],
      );
      const kept = Buffer.from((row?.text ?? '').match(/\\\\x([0-9a-f]{60,})/)?.[1] ?? '', 'hex');
      expect(kept.length).toBeGreaterThan(40);
      for (const secret of [person.secret, ...person.codes.flatMap((code) => [code, code.replaceAll('-', '')])]) {
        expect([row?.text.includes(secret), kept.includes(secret)]).toEqual([false, false]);
      }
      await app.database.query('UPDATE users SET totp_secret = (SELECT totp_secret FROM users WHERE id = $2) WHERE id = $1', [
        person.id,
        other.id,
      ]);
      expect(said(await login(person.email, codeOf(other.secret)))).toEqual([401, 'AUTH.WRONG_CODE']);
      expect((await login(person.email, person.codes[0])).status).toBe(200);
    },
    timeoutMs,
  );
});

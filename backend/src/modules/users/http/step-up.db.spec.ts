import { hkdfSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Identities } from '../../../platform/access/identities';
import type { AccountIdentity } from '../../../platform/access/identity';
import { bearer, goodPassword, newPerson, send, signIn, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

const timeoutMs = 60_000;
const secret = 'a secret of thirty-two bytes or more';
const realNow = Date.now.bind(Date);
let shiftMs = 0;

describe('step-up', () => {
  let app: TestApp;
  let person: Person;
  beforeAll(async () => {
    app = await startTestApp(undefined, { JWT_SECRET: secret, TRUST_PROXY: 'true' });
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs);
    person = await newPerson(app);
  }, timeoutMs);
  beforeEach(() => void (shiftMs = 0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const stepUp = (who: Person, typed: object, address = '203.0.113.1') =>
    send(app, 'POST', '/auth/step-up', typed, { ...bearer(who.accessToken), 'x-forwarded-for': address });
  const identityOf = ({ id, accessToken }: Person): AccountIdentity => ({
    kind: 'account',
    accountId: id,
    role: 'user',
    scopes: ['read', 'write'],
    sessionId: (jwt.decode(accessToken) as { sid: string }).sid,
    keyId: null,
    expiresAt: null,
  });
  const holds = (token: unknown, identity: AccountIdentity) => app.app.get(Identities).stepUpHolds(String(token), identity);

  it(
    'gives a token for 5 minutes to who knows the password',
    async () => {
      const { status, body } = await stepUp(person, { password: goodPassword });
      expect([status, body['expiresInSeconds']]).toEqual([200, 300]);
      const identity = identityOf(person);
      expect(holds(body['stepUpToken'], identity)).toBe(true);
      shiftMs = 299_000;
      expect(holds(body['stepUpToken'], identity)).toBe(true);
      shiftMs = 301_000;
      expect(holds(body['stepUpToken'], identity)).toBe(false);
      shiftMs = -3_600_000;
      expect(holds(body['stepUpToken'], identity)).toBe(false);
    },
    timeoutMs,
  );

  it(
    'binds the token to its session and account, and takes no other token for it',
    async () => {
      const identity = identityOf(person);
      const { body } = await stepUp(person, { password: goodPassword });
      const other = await signIn(app, person.email);
      const claims = jwt.decode(String(body['stepUpToken'])) as Record<string, unknown>;
      const key = Buffer.from(hkdfSync('sha256', secret, '', 'tideline step-up token', 32));
      expect(holds(jwt.sign(claims, key), identity)).toBe(true);
      const refused = {
        'of another session': [body['stepUpToken'], identityOf(other)],
        'of another account': [body['stepUpToken'], { ...identity, accountId: randomUUID() }],
        'with an API key': [body['stepUpToken'], { ...identity, sessionId: null, keyId: randomUUID() }],
        'an access token': [person.accessToken, identity],
        'signed with the access token’s key': [
          jwt.sign(claims, Buffer.from(hkdfSync('sha256', secret, '', 'tideline access token', 32))),
          identity,
        ],
        unsigned: [jwt.sign(claims, '', { algorithm: 'none' }), identity],
        'with another typ': [jwt.sign({ ...claims, typ: 'access' }, key), identity],
        'with an end in an hour': [jwt.sign({ ...claims, exp: Number(claims['iat']) + 3_600 }, key), identity],
        empty: ['', identity],
        long: ['a'.repeat(5_000), identity],
      } as const;
      expect(Object.entries(refused).filter(([, [token, who]]) => holds(token, who))).toEqual([]);
      const asAccess = await send(app, 'GET', '/auth/me', undefined, bearer(String(body['stepUpToken'])));
      expect(asAccess.body.code).toBe('AUTH.INVALID_CREDENTIAL');
    },
    timeoutMs,
  );

  it(
    'lets who guesses the password wait from the fifth failure on',
    async () => {
      const guesser = await newPerson(app);
      const tries = await Promise.all(Array.from({ length: 8 }, () => stepUp(guesser, { password: 'not the right one' }, '203.0.113.9')));
      expect(tries.map(({ status }) => status).toSorted()).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
      expect((await stepUp(guesser, { password: goodPassword }, '203.0.113.9')).body.code).toBe('AUTH.TOO_MANY_TRIES');
    },
    timeoutMs,
  );

  it.each([
    [{ totp: '123456' }, 422, 'AUTH.SECOND_FACTOR_OFF'],
    [{}, 400, 'REQUEST.INVALID'],
    [{ password: goodPassword, totp: '123456' }, 400, 'REQUEST.INVALID'],
    [{ password: '' }, 400, 'REQUEST.INVALID'],
  ])(
    'answers %j by %i %s',
    async (typed, status, code) => {
      const answer = await stepUp(person, typed);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    },
    timeoutMs,
  );
});

import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, goodPassword, mailedToken, newAddress, newPerson, register, send, type Answer } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

describe('links that are followed at once', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  }, 60_000);
  afterAll(() => app.close());

  const follow = (token: string) => send(app, 'POST', '/auth/verify-email', { token });
  const said = (answers: Answer[]) => answers.map(({ status, body }) => body.code ?? status).toSorted();

  it('uses a link only after what goes on with its account: taking all links back meanwhile waits for nothing', async () => {
    const email = await register(app);
    const token = await mailedToken(app.database, email);
    const answer = await app.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM users WHERE email = $1 FOR UPDATE', [email]);
      const following = follow(token);
      await sleep(500);
      await tx.query('DELETE FROM mailed_tokens WHERE email = $1', [email]);
      return { following };
    });
    expect(said([await answer.following])).toEqual(['AUTH.TOKEN_INVALID']);
  }, 60_000);

  it('confirms once by two links of one registration, and by one of two that want the same address', async () => {
    const rounds = Array.from({ length: 6 }, async () => {
      const email = await register(app);
      const first = await mailedToken(app.database, email);
      await register(app, email);
      const twice = await Promise.all([first, await mailedToken(app.database, email)].map(follow));
      expect(said(twice)).toEqual([200, 'AUTH.TOKEN_INVALID']);

      const [person, wanted] = [await newPerson(app), newAddress()];
      await send(app, 'POST', '/users/me/email', { email: wanted, password: goodPassword }, bearer(person.accessToken));
      const change = await mailedToken(app.database, wanted);
      await register(app, wanted);
      const answers = await Promise.all([change, await mailedToken(app.database, wanted)].map(follow));
      expect([
        [200, 'AUTH.TOKEN_INVALID'],
        [200, 'USERS.EMAIL_TAKEN'],
      ]).toContainEqual(said(answers));
    });
    await Promise.all(rounds);
  }, 60_000);
});

import { randomUUID } from 'node:crypto';
import { mailedToken, newPerson, register, send, signIn, subjectsTo } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { VerificationLinks } from './verification-links';

jest.setTimeout(60_000);

describe('links that an administrator makes', () => {
  let app: TestApp;
  let links: VerificationLinks;
  beforeAll(async () => {
    app = await startTestApp();
    links = app.app.get(VerificationLinks, { strict: false });
  });
  afterAll(() => app.close());

  const idOf = async (email: string): Promise<string> => {
    const [row] = await app.database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
    return row?.id ?? '';
  };
  const give = (id: string) => app.database.transaction((tx) => links.give(tx, id, Date.now()));
  const mail = (id: string) => app.database.transaction((tx) => links.mail(tx, id, Date.now()));

  it('confirm the address of a registration whose mail did not arrive, with the password that was chosen last', async () => {
    const email = await register(app, undefined, 'the password chosen first');
    await register(app, email, 'the password chosen last');
    const link = await give(await idOf(email));
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/verify-email#token=[\w-]{43}$/);
    const token = link.split('#token=')[1];
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
    await signIn(app, email, 'the password chosen last');
  });

  it('can be mailed a sixth time, though strangers may cause only 5 mails an hour', async () => {
    const email = await register(app);
    for (let count = 0; count < 7; count++) await send(app, 'POST', '/auth/resend-verification', { email });
    expect(await subjectsTo(app.database, email)).toHaveLength(5);
    await mail(await idOf(email));
    expect(await subjectsTo(app.database, email)).toHaveLength(6);
    const token = await mailedToken(app.database, email);
    expect((await send(app, 'POST', '/auth/verify-email', { token })).status).toBe(200);
  });

  it('are refused for a confirmed account (409) and for one that does not exist (404)', async () => {
    const { id } = await newPerson(app);
    for (const ask of [give, mail]) {
      await expect(ask(id)).rejects.toMatchObject({ status: 409, code: 'USERS.ALREADY_VERIFIED' });
      await expect(ask(randomUUID())).rejects.toMatchObject({ status: 404, code: 'USERS.UNKNOWN_USER' });
    }
  });
});

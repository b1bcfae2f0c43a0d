import { goodPassword, newPerson, register, send } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

jest.setTimeout(60_000);

describe('metrics of accounts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('tell of accounts, sessions and sign-ins, ask the database once in 15 s, and name nobody', async () => {
    const person = await newPerson(app);
    await register(app);
    await app.database.query(`INSERT INTO users (display_name, status) VALUES ('gone', 'deleted'), ('off', 'disabled')`);
    await send(app, 'POST', '/auth/login', { email: person.email, password: 'not the right words' });
    const scrape = async () => (await app.get('/metrics')).text();
    const text = await scrape();
    for (const line of [
      'tideline_users_accounts{state="registered"} 3',
      'tideline_users_accounts{state="verified"} 1',
      'tideline_users_accounts{state="disabled"} 1',
      'tideline_users_active_accounts{within="24h"} 1',
      'tideline_users_active_accounts{within="30d"} 1',
      'tideline_users_living_sessions 1',
      'tideline_users_sign_ins_total{result="signed_in"} 1',
      'tideline_users_sign_ins_total{result="invalid_credentials"} 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    for (const secret of [person.id, person.email, goodPassword]) expect(text).not.toContain(secret);
    await app.database.query(`INSERT INTO users (display_name) VALUES ('new')`);
    expect(await scrape()).toContain('tideline_users_accounts{state="registered"} 3\n');
  });
});

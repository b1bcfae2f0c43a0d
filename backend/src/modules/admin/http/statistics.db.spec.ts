import type { AdminStats } from '@tideline/contracts';
import { bearer, newAdmin, newPerson, register, send, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { presentHour } from '../../../../test/present-hour';

jest.setTimeout(60_000);
const dayMs = 86_400_000;
const present = presentHour();

describe('GET /admin/stats', () => {
  let app: TestApp;
  let boss: Person;
  beforeAll(async () => {
    app = await startTestApp((database) =>
      database
        .query(`INSERT INTO assets (symbol, name, enabled) VALUES ('BTC', 'Bitcoin', true), ('XMR', 'Monero', false)`)
        .then(() => undefined),
    );
    boss = await newAdmin(app);
  });
  afterAll(() => app.close());

  const stats = async (query = '') => {
    const { status, body } = await send(app, 'GET', `/admin/stats${query}`, undefined, bearer(boss.accessToken));
    expect(status).toBe(200);
    return body as unknown as AdminStats;
  };
  const dayAgo = (days: number) => new Date(present - days * dayMs).toISOString().slice(0, 10);

  it('is for administrators only and takes known periods', async () => {
    const anna = await newPerson(app);
    expect((await send(app, 'GET', '/admin/stats', undefined, bearer(anna.accessToken))).status).toBe(403);
    expect((await send(app, 'GET', '/admin/stats?period=1y', undefined, bearer(boss.accessToken))).status).toBe(400);
  });

  it('counts accounts by day, by state and by when they were seen', async () => {
    await register(app);
    await app.database.query(
      `INSERT INTO users (email, display_name, status, created_at, last_seen_at) VALUES
         ('a@x.example', 'A', 'active', now() - interval '3 days', now() - interval '2 days'),
         ('b@x.example', 'B', 'disabled', now() - interval '40 days', now() - interval '20 days'),
         (NULL, 'gone', 'deleted', now(), now())`,
    );
    const { users, from } = await stats('?period=7d');
    expect(users).toMatchObject({ total: 5, verified: 2, disabled: 1, administrators: 1, active24h: 2, active7d: 3, active30d: 4 });
    expect(from).toBe(`${dayAgo(7)}T00:00:00.000Z`);
    expect(users.byDay).toHaveLength(8);
    expect(users.byDay[0]).toEqual({ day: dayAgo(7), registered: 0, total: 1 });
    expect(users.byDay[4]).toEqual({ day: dayAgo(3), registered: 1, total: 2 });
    expect(users.byDay[7]).toEqual({ day: dayAgo(0), registered: 3, total: 5 });
  });

  it('counts sessions, mails, assets and jobs', async () => {
    await app.database.query(
      `INSERT INTO outbox_mails (recipient, subject, text_body, html_body, sent_at, given_up_at) VALUES
         ('a@x.example', 's', '', '', now() - interval '1 day', NULL), ('a@x.example', 's', '', '', NULL, now())`,
    );
    const { sessions, mails, assets, jobs, sockets, apiKeys } = await stats('?period=24h');
    expect(sessions).toEqual({ living: 2 });
    expect(mails.byDay).toEqual([
      { day: dayAgo(1), sent: 1, failed: 0 },
      { day: dayAgo(0), sent: 0, failed: 1 },
    ]);
    expect(mails).toMatchObject({ waiting: 3, givenUp: 1 });
    expect(assets).toEqual({ enabled: 1, disabled: 1 });
    expect(jobs).toMatchObject({ failed: 0 });
    expect([sockets, apiKeys]).toEqual([
      { anonymous: 0, authenticated: 0 },
      { living: 0, used24h: 0 },
    ]);
  });

  it('counts 7 more requests, 4 of them refused, and no health checks', async () => {
    const before = (await stats()).requests;
    for (let n = 0; n < 3; n += 1) await app.get('/api/v1/market/overview');
    for (let n = 0; n < 4; n += 1) await app.get('/api/v1/assets/NOPE');
    for (let n = 0; n < 5; n += 1) await app.get('/api/v1/health/live');
    const after = (await stats()).requests;
    // The question before is counted once it is answered.
    expect(after.total - before.total).toBe(8);
    expect(after.byStatus['4xx'] - before.byStatus['4xx']).toBe(4);
    expect(after.byDay.at(-1)).toMatchObject({ day: dayAgo(0), requests: after.total, clientErrors: after.byStatus['4xx'] });
    expect(after.byDay).toHaveLength(31);
  });
});

import { auditEntry, listOf } from '@tideline/contracts';
import { bearer, newAdmin, newPerson, send, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';
import { AuditLog } from '../../../platform/audit/audit-log';

jest.setTimeout(60_000);

const list = listOf(auditEntry);

describe('GET /admin/audit-log', () => {
  let app: TestApp;
  let boss: Person;
  let anna: Person;
  beforeAll(async () => {
    app = await startTestApp();
    boss = await newAdmin(app, 'boss@example.org');
    anna = await newPerson(app, 'anna@example.org');
  }, 120_000);
  afterAll(() => app.close());

  const ask = (query: string, token = boss.accessToken) => send(app, 'GET', `/admin/audit-log${query}`, undefined, bearer(token));
  const read = async (query: string) => list.parse((await ask(query)).body);
  const actions = async (query: string) => (await read(query)).data.map(({ action }) => action);

  it('is for administrators only, and nobody keeps the answer', async () => {
    expect(await send(app, 'GET', '/admin/audit-log')).toMatchObject({ status: 401, body: { code: 'AUTH.REQUIRED' } });
    expect(await ask('', anna.accessToken)).toMatchObject({ status: 403, body: { code: 'AUTH.FORBIDDEN' } });
    expect((await ask('')).headers.get('cache-control')).toBe('no-store');
  });

  it('finds rows by actor, subject, beginning of the action and time, newest first', async () => {
    expect(await actions(`?actor=${anna.id}`)).toEqual(['users.signed-in', 'users.email-verified']);
    expect(await actions(`?subject=${anna.id}`)).toEqual(['users.signed-in', 'users.email-verified', 'users.registered']);
    expect(await actions(`?subject=${anna.id}&action=users.email`)).toEqual(['users.email-verified']);
    expect(await actions('?action=email')).toEqual([]);
    const [newest, older] = (await read(`?subject=${anna.id}`)).data;
    expect(await actions(`?subject=${anna.id}&from=${newest?.at}`)).toEqual(['users.signed-in']);
    expect(await actions(`?subject=${anna.id}&from=${older?.at}&to=${newest?.at}`)).toEqual(['users.email-verified']);
    expect(newest).toMatchObject({ actorId: anna.id, network: '127.0.0.0/24' });
  });

  it.each(['?actor=anna', '?action=%25', '?from=2&to=1', '?cursor=nonsense', '?limit=501', '?who=anna'])(
    'refuses %s with a 400',
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );

  it('pages 25 rows by 10, each once, while more are written', async () => {
    const log = app.app.get(AuditLog);
    const deed = (action: string) => log.record(app.database, { actorId: null, action, subjectId: 'a thing', address: null, detail: {} });
    for (let n = 0; n < 25; n += 1) await deed(`things.made-${n}`);
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 5; page += 1) {
      const answer = await read(`?subject=a%20thing&limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...answer.data.map(({ action }) => action));
      cursor = answer.page.nextCursor;
      await deed('things.late');
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `things.made-${24 - n}`));
  });
});

import { bearer, newAddress, newAdmin, newPerson, register, send, type Person } from '../../../../test/people';
import { startTestApp, type TestApp } from '../../../../test/test-app';

interface Listed {
  data: { id: string; email: string; role: string; emailVerified: boolean; livingSessions: number }[];
  page: { nextCursor: string | null; limit: number };
}

describe('GET /admin/users', () => {
  let app: TestApp;
  let boss: Person;
  let anna: Person;
  beforeAll(async () => {
    app = await startTestApp();
    boss = await newAdmin(app, 'boss@example.org');
    anna = await newPerson(app, 'anna_50%@example.org');
    await register(app, 'annax50y@example.org');
  }, 120_000);
  afterAll(() => app.close());

  const list = async (query: string, token = boss.accessToken) => {
    const answer = await send(app, 'GET', `/admin/users${query}`, undefined, bearer(token));
    return { status: answer.status, code: answer.body.code, headers: answer.headers, ...(answer.body as unknown as Listed) };
  };
  const found = async (query: string) => (await list(query)).data.map(({ email }) => email).toSorted();

  it('is for administrators only, and nobody keeps the answer', async () => {
    expect(await send(app, 'GET', '/admin/users')).toMatchObject({ status: 401, body: { code: 'AUTH.REQUIRED' } });
    expect(await list('', anna.accessToken)).toMatchObject({ status: 403, code: 'AUTH.FORBIDDEN' });
    expect((await list('')).headers.get('cache-control')).toBe('no-store');
  });

  it('finds by part of address, name and id; % and _ mean themselves', async () => {
    expect(await found('?search=ANNA')).toEqual(['anna_50%@example.org', 'annax50y@example.org']);
    expect(await found('?search=a_50%25')).toEqual(['anna_50%@example.org']);
    expect(await found(`?search=${anna.id.slice(4, 20)}`)).toEqual(['anna_50%@example.org']);
    expect(await found('?search=%5C')).toEqual([]);
    expect((await found('?search=someone')).length).toBe(3);
    expect(await list('?search=a%00b')).toMatchObject({ status: 400, code: 'REQUEST.INVALID' });
  });

  it('filters by status, role and confirmed address', async () => {
    expect(await found('?role=admin')).toEqual(['boss@example.org']);
    expect(await found('?verified=false')).toEqual(['annax50y@example.org']);
    expect(await found('?verified=true&role=user')).toEqual(['anna_50%@example.org']);
    expect(await found('?status=disabled')).toEqual([]);
    expect((await list('?role=owner')).status).toBe(400);
  });

  it('tells how many sessions live', async () => {
    expect((await list('?search=boss')).data).toMatchObject([{ email: 'boss@example.org', livingSessions: 1, role: 'admin' }]);
  });

  it('pages 25 accounts made in the same instant by 10, each once, while others register', async () => {
    const made = Array.from({ length: 25 }, () => newAddress());
    await app.database.query(
      `INSERT INTO users (email, display_name, created_at) SELECT email, 'crowd', '2026-01-01T00:00:00.123456Z' FROM unnest($1::text[]) AS e (email)`,
      [made],
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 5; page += 1) {
      const answer: Listed = await list(`?search=crowd&limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...answer.data.map(({ email }) => email));
      cursor = answer.page.nextCursor;
      await app.database.query(`INSERT INTO users (email, display_name) VALUES ($1, 'crowd')`, [newAddress()]);
    }
    expect(seen.toSorted()).toEqual(made.toSorted());
    expect(await list('?cursor=nonsense')).toMatchObject({ status: 400, code: 'REQUEST.INVALID' });
  });
});

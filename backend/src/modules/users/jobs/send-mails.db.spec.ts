import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { startWorker as startOn, stopWorkers, type Worker } from '../../../../test/accounts-worker';
import { MailServer } from '../../../../test/mail-server';
import { newAddress } from '../../../../test/people';
import { openTestDatabase } from '../../../../test/test-database';
import { until } from '../../../../test/until';
import type { JobBackend } from '../../../platform/jobs/job-backend';
import { Jobs } from '../../../platform/jobs/jobs';
import { verificationMail } from '../application/mails';
import { promiseMail } from '../application/promise-mail';
import { sendMails } from './schedule';

jest.setTimeout(60_000);

type TestDatabase = Awaited<ReturnType<typeof openTestDatabase>>;

const redisUrl = process.env['TEST_REDIS_URL'];
const server = new MailServer();
let database: TestDatabase;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(async () => {
  database = await openTestDatabase();
  server.refuse = () => null;
});
afterEach(stopWorkers);

const startWorker = (environment: Record<string, string> = { SMTP_URL: server.url() }, backend?: JobBackend): Promise<Worker> =>
  startOn(database, environment, backend);

const link = () => `https://tideline.example/verify-email#token=${randomUUID()}`;

async function promise(to = newAddress(), at = Date.now()): Promise<string> {
  await database.transaction((tx) => promiseMail(tx, randomUUID(), verificationMail(to, link()), at));
  return to;
}

interface Row {
  attempts: number;
  error: string | null;
  sent: boolean;
  givenUp: boolean;
  bodies: string;
  waitSeconds: number | null;
}

async function rowOf(to: string): Promise<Row> {
  const [row] = await database.query<Row>(
    `SELECT attempts, last_error AS error, sent_at IS NOT NULL AS sent, given_up_at IS NOT NULL AS "givenUp",
       text_body || html_body AS bodies, extract(epoch FROM retry_at - now())::float AS "waitSeconds"
     FROM outbox_mails WHERE recipient = $1`,
    [to],
  );
  if (row === undefined) throw new Error(`no mail was promised to ${to}`);
  return row;
}

/** As if the pause before the next try were over. */
async function dueNow(worker: Worker): Promise<void> {
  await database.query('UPDATE outbox_mails SET retry_at = now() WHERE retry_at IS NOT NULL');
  await worker.app.get(Jobs).add(sendMails, {});
}

const backends: [string, () => JobBackend | undefined][] = [
  ['PostgreSQL', () => undefined],
  ...(redisUrl === undefined
    ? []
    : ([['Redis', () => ({ kind: 'redis', url: redisUrl, prefix: `test-${randomUUID()}` })]] as [string, () => JobBackend][])),
];

describe.each(backends)('promised mails with jobs on %s', (_kind, backend) => {
  it('go as soon as the promise is stored, once each, and their bodies are not kept', async () => {
    const before = await promise();
    const worker = await startWorker(undefined, backend());
    await until('the mail that waited', () => server.to(before).length > 0, 20_000);
    const began = performance.now();
    const to = await Promise.all(Array.from({ length: 20 }, () => promise()));
    await until('all 20 mails', () => to.every((address) => server.to(address).length > 0), 20_000);
    process.stdout.write(`mails: 20 sent ${(performance.now() - began).toFixed(0)} ms after their promises\n`);
    await until('all are marked', async () => (await Promise.all(to.map(rowOf))).every(({ sent }) => sent));
    for (const address of to) {
      expect(server.to(address)).toHaveLength(1);
      expect(await rowOf(address)).toEqual({ attempts: 1, error: null, sent: true, givenUp: false, bodies: '', waitSeconds: null });
    }
    await until('the metrics', async () => (await worker.metric('tideline_users_mails_waiting')) === 0);
    expect(await worker.metric('tideline_users_mails_total{result="sent"}')).toBe(21);
  });
});

describe('promised mails', () => {
  it('are not sent when the promise is not stored', async () => {
    await startWorker();
    const to = newAddress();
    const failed = database.transaction(async (tx) => {
      await promiseMail(tx, randomUUID(), verificationMail(to, link()), Date.now());
      throw new Error('something else went wrong');
    });
    await expect(failed).rejects.toThrow('something else');
    const next = await promise();
    await until('the next mail', () => server.to(next).length > 0, 20_000);
    expect(server.to(to)).toEqual([]);
  });

  it('are shared between two workers: 40 mails arrive once each', async () => {
    await Promise.all([startWorker(), startWorker()]);
    const to = await Promise.all(Array.from({ length: 40 }, () => promise()));
    await until('all mails', () => to.every((address) => server.to(address).length > 0), 30_000);
    await until('all are marked', async () => (await Promise.all(to.map(rowOf))).every(({ sent }) => sent));
    expect(to.map((address) => server.to(address).length)).toEqual(to.map(() => 1));
  });

  it('wait 30 s and then 60 s after a 450, keep others from nothing, and arrive', async () => {
    const worker = await startWorker();
    let refusals = 2;
    const to = newAddress();
    server.refuse = (recipient) => (recipient === to && refusals-- > 0 ? { at: 'recipient', code: 450, text: '4.2.0 later' } : null);
    await promise(to);
    await until('the first failure', async () => (await rowOf(to)).attempts === 1, 20_000);
    expect(await rowOf(to)).toMatchObject({ error: expect.stringContaining('450 4.2.0 later') as string, sent: false, givenUp: false });
    expect((await rowOf(to)).waitSeconds).toBeGreaterThan(20);
    expect((await rowOf(to)).waitSeconds).toBeLessThanOrEqual(30);
    const other = await promise();
    await until('another mail', () => server.to(other).length === 1, 20_000);
    await dueNow(worker);
    await until('the second failure', async () => (await rowOf(to)).attempts === 2, 20_000);
    expect((await rowOf(to)).waitSeconds).toBeGreaterThan(45);
    await dueNow(worker);
    await until('the mail', () => server.to(to).length === 1, 20_000);
    await until('the mark', async () => (await rowOf(to)).sent, 20_000);
    expect(await rowOf(to)).toMatchObject({ attempts: 3, error: null, bodies: '' });
    expect(await worker.metric('tideline_users_mails_total{result="failed"}')).toBe(2);
  });

  it('are given up at a 550 at once, and after a day of failures; the bodies are not kept', async () => {
    const worker = await startWorker();
    server.refuse = (to) =>
      to.startsWith('no-one') ? { at: 'recipient', code: 550, text: '5.1.1 unknown' } : { at: 'message', code: 451, text: 'x' };
    const unknown = await promise(`no-one-${randomUUID()}@example.org`);
    const old = await promise(newAddress(), Date.now() - 86_400_000);
    const fresh = await promise(newAddress(), Date.now() - 86_000_000);
    await until('both to be given up', async () => (await rowOf(unknown)).givenUp && (await rowOf(old)).givenUp, 20_000);
    expect(await rowOf(unknown)).toMatchObject({
      attempts: 1,
      sent: false,
      bodies: '',
      error: expect.stringContaining('550 5.1.1') as string,
    });
    await until('a try of the other', async () => (await rowOf(fresh)).attempts === 1, 20_000);
    expect(await rowOf(fresh)).toMatchObject({ givenUp: false, sent: false });
    expect(await worker.metric('tideline_users_mails_total{result="given_up"}')).toBe(2);
    expect(await worker.metric('tideline_users_mails_waiting')).toBe(1);
    const given = worker.said.filter((line) => line.includes('given up'));
    expect(given).toHaveLength(2);
    expect(given.join()).not.toMatch(/@|token/);
  });

  it('wait while the server is away, and go when it is back', async () => {
    const away = await new MailServer().start();
    const worker = await startWorker({ SMTP_URL: away.url() });
    await away.stop();
    const to = [await promise(), await promise()];
    await until('a failure', async () => (await rowOf(to[0] ?? '')).attempts > 0, 20_000);
    expect((await rowOf(to[0] ?? '')).error).toContain('ECONNREFUSED');
    await away.start();
    await dueNow(worker);
    await until('both mails', () => to.every((address) => away.to(address).length === 1), 20_000);
    await away.stop();
  });

  it('are finished before the process ends, when they are on their way', async () => {
    server.delayMs = 1_000;
    const worker = await startWorker();
    const to = await promise();
    const before = server.tries;
    await until('the mail to be on its way', () => server.tries > before, 20_000);
    await worker.app.close();
    server.delayMs = 0;
    expect([server.to(to).length, (await rowOf(to)).sent]).toEqual([1, true]);
  });

  it('become files without a server, and the log says so once', async () => {
    const { folder, said } = await startWorker({});
    const to = await promise();
    const outbox = join(folder, 'outbox');
    await until('the file', async () => (await readdir(outbox)).some((name) => name.endsWith('.eml')), 20_000);
    const [name = ''] = await readdir(outbox);
    const written = await readFile(join(outbox, name), 'utf8');
    const { to: recipients, text } = await PostalMime.parse(written);
    // Whoever opens the file in an editor can copy the link.
    expect(written).toContain(/^http\S+#token=\S+$/m.exec(text ?? '')?.[0] ?? 'a link');
    expect(recipients).toEqual([{ address: to, name: '' }]);
    expect(text).toMatch(/#token=[\w-]{36}/);
    expect(said.filter((line) => line.includes(`SMTP_URL is unset: mails are not sent but written to ${outbox}`))).toHaveLength(1);
  });
});

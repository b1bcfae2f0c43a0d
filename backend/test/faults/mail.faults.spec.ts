import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MailServer } from '../mail-server';
import { until } from '../until';
import { AppProcess, buildApp } from './app-process';
import { atFullLength } from './fault-stage';

jest.setTimeout(900_000);

const kills = atFullLength ? 20 : 4;
const callers = 4;

const server = new MailServer();
let app: AppProcess;

beforeEach(async () => {
  buildApp();
  await server.start();
  // Long enough that a kill often comes while a mail is on its way, or was taken and not yet marked.
  server.delayMs = 30;
  app = new AppProcess({
    MARKET_MODE: 'simulated',
    ASSETS: 'BTC',
    SMTP_URL: server.url(),
    RATE_LIMIT_ANONYMOUS: '1000000/hour',
    RATE_LIMIT_BURST: '1000000/minute',
  });
  await app.start();
});

afterEach(async () => {
  await app.stop();
  await server.stop();
});

/** Registers one address after the other, whatever becomes of the process, and notes those that were answered with 202. */
class Registrations {
  readonly acknowledged: string[] = [];
  asked = 0;
  private going = true;
  private work: Promise<void>[] = [];

  begin(): void {
    this.work = Array.from({ length: callers }, () => this.call());
  }

  async end(): Promise<void> {
    this.going = false;
    await Promise.all(this.work);
  }

  private async call(): Promise<void> {
    while (this.going) {
      const email = `kill-${randomUUID()}@example.org`;
      if (app.url !== '' && app.isRunning) this.asked++;
      if ((await register(email)) === 202) this.acknowledged.push(email);
      else await pause(100);
    }
  }
}

async function register(email: string): Promise<number> {
  try {
    const answer = await fetch(`${app.url}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: 'green lanterns over water', displayName: 'Someone' }),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.text();
    return answer.status;
  } catch {
    return 0;
  }
}

it(`loses no account that was acknowledged and no mail when the process is killed ${kills} times during registrations`, async () => {
  const registrations = new Registrations();
  registrations.begin();
  for (let count = 0; count < kills; count++) {
    const before = registrations.acknowledged.length;
    await until('registrations', () => registrations.acknowledged.length >= before + 6, 60_000, 10);
    await pause(Math.random() * 400);
    await app.kill();
    await app.start();
  }
  await registrations.end();
  const ended = performance.now();
  const { acknowledged } = registrations;
  const waiting = () => acknowledged.filter((email) => server.to(email).length === 0);
  await until('every promised mail', () => waiting().length === 0, 120_000).catch(() => undefined);
  expect(waiting()).toEqual([]);
  const tookMs = performance.now() - ended;

  const database = app.openDatabase('tideline_sim');
  try {
    const accounts = await database.query('SELECT 1 FROM users WHERE email = ANY($1)', [acknowledged]);
    expect(accounts).toHaveLength(acknowledged.length);
    // Also those of registrations whose answer the kill took away.
    const unsent = 'SELECT 1 FROM outbox_mails WHERE sent_at IS NULL';
    await until('no mail to wait any more', async () => (await database.query(unsent)).length === 0, 60_000);
  } finally {
    await database.close();
  }
  const copies = new Map<string, Set<string>>();
  for (const { to, parsed } of server.mails) {
    for (const address of to) copies.set(address, (copies.get(address) ?? new Set()).add(parsed.messageId ?? ''));
  }
  // A second copy is the same mail: a receiver drops it by its Message-ID.
  expect([...copies].filter(([, ids]) => ids.size !== 1)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(kills);
  process.stdout.write(
    `faults: ${kills} kills during registrations: ${acknowledged.length} of ${registrations.asked} acknowledged, all accounts there, ` +
      `all mails arrived ${(tookMs / 1000).toFixed(1)} s after the last, ${server.mails.length - copies.size} of ${server.mails.length} a second time\n`,
  );
});

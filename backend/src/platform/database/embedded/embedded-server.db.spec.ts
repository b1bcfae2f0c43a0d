import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { Database } from '../database';
import { EmbeddedServer } from './embedded-server';
import { isAlive } from './process-identity';

jest.setTimeout(60_000);
const log = pino({ level: 'silent' });
const postmaster = async (folder: string) => Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

async function gone(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 200 && isAlive(pid); turn += 1) await pause(25);
  return !isAlive(pid);
}

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      if (turn === 200) throw error;
      await pause(50);
    }
  }
}

/** Another process that owns a server on the folder, as a start of the app does. */
async function startOwner(folder: string): Promise<ChildProcess> {
  const script = `dist/test/owner-${process.pid}.mjs`;
  const options = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--log-level=error'];
  execFileSync('node_modules/.bin/esbuild', ['backend/test/embedded-owner.ts', ...options, `--outfile=${script}`]);
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done());
    child.once('exit', (code) => fail(new Error(`the owner ended with ${code}`)));
  });
  return child;
}

describe('EmbeddedServer', () => {
  let folder: string;
  const servers: EmbeddedServer[] = [];
  const start = async () => {
    const server = await EmbeddedServer.start(folder, log);
    servers.push(server);
    return server;
  };

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'tideline-embedded-')));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps its rows over a stop and a start, and leaves no process and no lock after the stop', async () => {
    const first = await start();
    const database = new Database({ connectionString: first.url('postgres') });
    await database.query('CREATE TABLE kept AS SELECT 7 AS n');
    await database.close();
    const pid = await postmaster(folder);
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(stat(join(folder, 'tideline.lock'))).rejects.toThrow('ENOENT');
    expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);

    const again = new Database({ connectionString: (await start()).url('postgres') });
    expect(await again.query('SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await again.close();
  });

  it('works in a folder of mode 700 below another of mode 700, also when started by root', async () => {
    await chmod(folder, 0o700);
    folder = join(folder, 'closed');
    await mkdir(folder, { mode: 0o700 });
    const server = await start();
    const database = new Database({ connectionString: server.url('postgres') });
    expect(await database.query('SELECT lower($1) AS word', ['ÄB'])).toEqual([{ word: 'äb' }]);
    await database.close();
  });

  it('refuses a second owner with one line that names the folder', async () => {
    await start();
    await expect(start()).rejects.toThrow(`DATA_DIR ${folder} is in use by another Tideline (process ${process.pid})`);
  });

  it('refuses a folder of PostgreSQL 99 with one line', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'postgres/PG_VERSION'), '99\n');
    await expect(start()).rejects.toThrow('was written by PostgreSQL 99, and this Tideline brings 18');
  });

  it('after kill -9 of PostgreSQL starts it again by itself; the pool reads the rows that were committed', async () => {
    const database = new Database({ connectionString: (await start()).url('postgres') });
    await database.query('CREATE TABLE kept (n int)');
    await database.query('INSERT INTO kept SELECT generate_series(1, 1000)');
    const before = await postmaster(folder);
    process.kill(before, 'SIGKILL');
    expect(await gone(before)).toBe(true);
    expect(await eventually(() => database.query('SELECT count(*) AS n FROM kept'))).toEqual([{ n: 1000 }]);
    expect(await postmaster(folder)).not.toBe(before);
    await database.close();
  });

  it('after kill -9 of its owner the next start stops the orphan and finds the rows', async () => {
    const owner = await startOwner(folder);
    const orphan = await postmaster(folder);
    owner.kill('SIGKILL');
    await pause(100);
    expect(isAlive(orphan)).toBe(true);

    const server = await start();
    expect(await gone(orphan)).toBe(true);
    expect(await postmaster(folder)).not.toBe(orphan);
    const database = new Database({ connectionString: server.url('postgres') });
    expect(await database.query('SELECT count(*) AS n FROM owned')).toEqual([{ n: 10 }]);
    await database.close();
  });

  it('takes over a lock whose process id belongs to another process by now, and leaves that process alone', async () => {
    const stranger = spawn('sleep', ['60']);
    await writeFile(
      join(folder, 'tideline.lock'),
      JSON.stringify({ pid: stranger.pid, identity: 'an earlier boot', host: hostname(), token: 't' }),
    );
    await (await start()).stop();
    await writeFile(join(folder, 'postgres/postmaster.pid'), `${stranger.pid}\n${folder}/postgres\n`);
    await start();
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });

  it('refuses a lock of another machine while it is touched, and takes it over when it is not', async () => {
    const lock = join(folder, 'tideline.lock');
    const text = JSON.stringify({ pid: 1, identity: null, host: 'elsewhere', token: 't' });
    await writeFile(lock, text);
    const touching = setInterval(() => void writeFile(lock, text), 1_000);
    await expect(start()).rejects.toThrow('in use by another Tideline (process 1 on elsewhere)');
    clearInterval(touching);
    await start();
  });
});

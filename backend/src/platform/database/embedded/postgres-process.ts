import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseStartError } from '../database.errors';
import type { Log } from '../log';
import type { Binaries } from './binaries';
import { isAlive, servesFolder } from './process-identity';
import { handOver, type ServerUser } from './server-user';

export interface PostgresPlace {
  binaries: Binaries;
  /** The data folder, without symbolic links on the way. */
  folder: string;
  user: ServerUser;
  password: string;
  settings(port: number): Record<string, string>;
}

const fastShutdownMs = 30_000;
const recoveryMs = 10 * 60_000;

/** One run of the server program, from its start to its end. */
export class PostgresProcess {
  private readonly lastLines: string[] = [];
  readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    log: Log,
  ) {
    // However we end, short of kill -9, the server ends after us.
    const endWithUs = () => child.kill('SIGINT');
    process.once('exit', endWithUs);
    this.ended = new Promise((done) => {
      child.once('exit', () => {
        process.off('exit', endWithUs);
        done();
      });
      child.once('error', (error) => {
        this.lastLines.push(error.message);
        done();
      });
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
        log.debug({ part: 'postgres' }, line);
        this.lastLines.push(line);
      }
      this.lastLines.splice(0, this.lastLines.length - 5);
    });
  }

  /** Starts the server and waits until it takes connections; throws DatabaseStartError with its last words when it ends before. */
  static async start(place: PostgresPlace, port: number, log: Log): Promise<PostgresProcess> {
    await stopOrphan(place.folder, log);
    const handover = await handOver(place.folder, place.user);
    const settings = Object.entries(place.settings(port)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // In a group of its own: Ctrl-C in the terminal must reach us first, and the server only after we have written what we hold.
    const child = spawn(place.binaries.postgres, ['-D', handover.path, ...settings], { ...handover.options, detached: true });
    const running = new PostgresProcess(child, log);
    await handover.close();
    await running.ready(port, place.password);
    return running;
  }

  get lastWords(): string {
    return this.lastLines.join(' | ');
  }

  /** Stops the server (fast shutdown: open transactions are rolled back) and waits for its end. */
  async stop(binaries: Binaries, folder: string): Promise<void> {
    if (process.platform === 'win32') {
      spawn(binaries.pgCtl, ['stop', '-D', folder, '-m', 'fast'], { windowsHide: true, stdio: 'ignore' });
    } else {
      this.child.kill('SIGINT');
    }
    const inTime = await Promise.race([this.ended.then(() => true), pause(fastShutdownMs, false, { ref: false })]);
    if (!inTime) this.child.kill('SIGQUIT');
    await this.ended;
  }

  private async ready(port: number, password: string): Promise<void> {
    let over = false;
    void this.ended.then(() => (over = true));
    for (const giveUpAt = Date.now() + recoveryMs; Date.now() < giveUpAt; await pause(25)) {
      if (over) throw new DatabaseStartError(`PostgreSQL did not start: ${this.lastWords}`);
      if (await answers(port, password)) return;
    }
    this.child.kill('SIGINT');
    throw new DatabaseStartError('PostgreSQL did not become ready within 10 minutes');
  }
}

/** A free port below those that systems hand out by themselves, so that no outgoing connection takes it while the server restarts. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((done) => {
      const probe = createServer().once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
  throw new DatabaseStartError('There is no free port between 20000 and 32000 for the embedded PostgreSQL');
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'tideline',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '28P01')
      throw new DatabaseStartError('The embedded PostgreSQL does not accept the password in postgres.password of DATA_DIR');
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ends the server that a killed run left behind, or clears away the pid file that it left. */
export async function stopOrphan(folder: string, log: Log): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (await servesFolder(pid, folder)) {
    log.warn({ pid }, 'stopping the PostgreSQL that an earlier run left behind');
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isAlive(pid) && waited < fastShutdownMs; waited += 25) await pause(25);
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    for (let waited = 0; isAlive(pid) && waited < fastShutdownMs; waited += 25) await pause(25);
  } else if (isAlive(pid)) {
    // Another process has the id by now, and the server would refuse to start. A dead one's file stays: by it the server sees
    // whether children of the old one still hold the shared memory.
    await rm(pidFile, { force: true });
  }
}

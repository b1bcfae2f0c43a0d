import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeDataFolder } from '../../config/data-folder';
import { DatabaseStartError } from '../database.errors';
import type { Log } from '../log';
import { findBinaries } from './binaries';
import { lockFolder, type OwnerLock } from './owner-lock';
import { freePort, type PostgresPlace, PostgresProcess } from './postgres-process';
import { postgresSettings } from './postgres-settings';
import { giveTo, handOver, serverUser } from './server-user';

const user = 'tideline';
const longestPauseMs = 5_000;
/** What a killed server leaves behind is gone within seconds: its port, the shared memory that its children still hold. */
const passing = /already in use|still in use|lock file/;

/** PostgreSQL in DATA_DIR, run by us: started again when it dies, stopped with us. */
export class EmbeddedServer {
  private stopping = false;
  private watching: Promise<void>;

  private constructor(
    private readonly place: PostgresPlace,
    private readonly port: number,
    private current: PostgresProcess,
    private readonly lock: OwnerLock,
    private readonly log: Log,
  ) {
    this.watching = this.watch();
  }

  /**
   * Starts the server in `dataDir`, and makes its data folder at the first start. `settings` override the durable defaults (tests).
   * Throws DatabaseStartError when the folder is in use or belongs to another version, ConfigError when it cannot be written to.
   */
  static async start(dataDir: string, log: Log, settings: Record<string, string> = {}): Promise<EmbeddedServer> {
    const home = makeDataFolder(dataDir);
    const lock = await lockFolder(home);
    try {
      const place = await preparePlace(home, settings, log);
      const { port, running } = await startOnFreePort(place, log);
      return new EmbeddedServer(place, port, running, lock, log);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** The address of one database of this server. */
  url(database: string): string {
    return `postgres://${user}:${this.place.password}@127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    if (this.stopping) return this.watching;
    this.stopping = true;
    await this.current.stop(this.place.binaries, this.place.folder);
    await this.watching;
    await this.lock.release();
  }

  private async watch(): Promise<void> {
    for (let wait = 100; ; wait = Math.min(wait * 2, longestPauseMs)) {
      const startedAt = Date.now();
      await this.current.ended;
      if (this.stopping) return;
      if (Date.now() - startedAt > 60_000) wait = 100;
      this.log.error({ lastWords: this.current.lastWords }, 'PostgreSQL ended by itself; starting it again');
      await this.restart(wait);
      if (this.stopping) return this.current.stop(this.place.binaries, this.place.folder);
    }
  }

  private async restart(firstWait: number): Promise<void> {
    for (let wait = firstWait; !this.stopping; wait = Math.min(wait * 2, longestPauseMs)) {
      await pause(wait);
      try {
        this.current = await PostgresProcess.start(this.place, this.port, this.log);
        this.log.info('PostgreSQL is back');
        return;
      } catch (error) {
        this.log.error({ err: error }, 'PostgreSQL did not start again');
      }
    }
  }
}

async function preparePlace(home: string, overrides: Record<string, string>, log: Log): Promise<PostgresPlace> {
  const folder = join(home, 'postgres');
  const owner = await serverUser(folder);
  const binaries = await findBinaries(home, owner);
  const settings = (port: number) => ({ ...postgresSettings(port), ...overrides });
  const present = await stat(folder).catch(() => null);
  const passwordFile = join(home, 'postgres.password');
  if (present === null) {
    const place = { binaries, folder: `${folder}.new`, user: owner, password: randomBytes(24).toString('base64url'), settings };
    await initialise(place);
    await writeFile(passwordFile, place.password, { mode: 0o600 });
    await rename(place.folder, folder);
    log.info({ folder }, 'made an empty database folder');
    return { ...place, folder };
  }
  const version = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => 'unknown')).trim();
  if (version !== binaries.major) {
    throw new DatabaseStartError(
      `${folder} was written by PostgreSQL ${version}, and this Tideline brings ${binaries.major}; restore a backup into another DATA_DIR, or start the Tideline that wrote it.`,
    );
  }
  if (process.getuid !== undefined && owner === undefined && present.uid !== process.getuid()) {
    throw new DatabaseStartError(
      `${folder} belongs to another user (id ${present.uid}); start Tideline as that user, or set another DATA_DIR.`,
    );
  }
  const password = await readFile(passwordFile, 'utf8').catch(() => {
    throw new DatabaseStartError(`${passwordFile} cannot be read: without it the database in ${folder} cannot be opened.`);
  });
  return { binaries, folder, user: owner, password: password.trim(), settings };
}

async function initialise(place: PostgresPlace): Promise<void> {
  await rm(place.folder, { recursive: true, force: true });
  await mkdir(place.folder, { mode: 0o700 });
  await giveTo(place.user, place.folder);
  const secrets = await mkdtemp(join(tmpdir(), 'tideline-init-'));
  const passwordFile = join(secrets, 'password');
  await writeFile(passwordFile, place.password, { mode: 0o600 });
  await giveTo(place.user, passwordFile);
  await giveTo(place.user, secrets);
  const handover = await handOver(place.folder, place.user);
  try {
    const options = ['--username', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'];
    const locale = ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
    await runProgram(place.binaries.initdb, ['-D', handover.path, ...options, ...locale], handover.options);
  } finally {
    await handover.close();
    await rm(secrets, { recursive: true, force: true });
  }
}

function runProgram(program: string, args: string[], options: Parameters<typeof spawn>[2]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, options);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(new DatabaseStartError(`PostgreSQL could not make its data folder: ${said.trim().split('\n').slice(-3).join(' | ')}`));
    });
  });
}

async function startOnFreePort(place: PostgresPlace, log: Log): Promise<{ port: number; running: PostgresProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, running: await PostgresProcess.start(place, port, log) };
    } catch (error) {
      if (attempt === 20 || !(error instanceof Error) || !passing.test(error.message)) throw error;
      await pause(500);
    }
  }
}

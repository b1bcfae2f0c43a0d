import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Database } from '../../src/platform/database/database';
import { until } from '../until';

const root = resolve(__dirname, '../../..');
const readyWithinMs = 90_000;
const stopWithinMs = 20_000;

/** Builds the backend when its sources have changed since the last build. Throws with the builder's words when that fails. */
export function buildApp(): void {
  const script = "import { ensureBuilt } from './tools/build.mjs'; await ensureBuilt(['backend']);";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** The built app in a process of its own that can be killed and started again on the same data folder. */
export class AppProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'tideline-faults-'));
  /** What it printed, newest last. */
  readonly lines: string[] = [];
  url = '';
  private child: ChildProcess | null = null;

  /** It gets these variables and no others but PATH, HOME, DATA_DIR and PORT. */
  constructor(private readonly environment: Record<string, string>) {}

  /** Resolves when it says that it is ready. */
  async start(): Promise<void> {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/backend/main.js'], {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: this.folder, PORT: '0', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const endWithUs = () => child.kill('SIGTERM');
    process.once('exit', endWithUs);
    child.once('exit', () => process.off('exit', endWithUs));
    this.child = child;
    this.url = '';
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.note(line));
    await until('the app to be ready', () => this.url !== '' || !this.isRunning, readyWithinMs);
    if (!this.isRunning) throw new Error(`the app ended at its start; it said:\n${this.lines.slice(-20).join('\n')}`);
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it as Ctrl-C would, or by force when that does not help, and removes its folder. */
  async stop(): Promise<void> {
    const force = setTimeout(() => this.child?.kill('SIGKILL'), stopWithinMs);
    if (this.isRunning) await this.end('SIGTERM');
    clearTimeout(force);
    const left = this.postgresPid;
    if (left !== null) signalAll([left], 'SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The body of a GET below `/api/v1`, read as JSON. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Bytes of memory in use, as the system counts them. */
  get residentBytes(): number {
    return 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.pid)], { encoding: 'utf8' }));
  }

  /** The PostgreSQL that runs in the data folder; null when none does. */
  get postgresPid(): number | null {
    const pid = Number(this.pidFile[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  }

  /** A connection of our own to a database in the data folder, past the app. */
  openDatabase(name = 'tideline'): Database {
    const password = readFileSync(join(this.folder, 'postgres.password'), 'utf8').trim();
    return new Database({ connectionString: `postgres://tideline:${password}@127.0.0.1:${this.pidFile[3]}/${name}`, max: 2 });
  }

  private get pidFile(): string[] {
    try {
      return readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    } catch {
      return [];
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning || this.child === null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  private note(line: string): void {
    this.lines.push(line);
    this.url = /Tideline is ready: (http\S+?)["\s]*[}]?$/.exec(line)?.[1] ?? this.url;
  }
}

/** Signals each of these processes; one that has ended already is passed over. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

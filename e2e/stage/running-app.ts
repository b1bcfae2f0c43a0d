import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Everything is started from the root of the checkout. */
const root = process.cwd();
const readyWithinMs = 120_000;
const stopWithinMs = 15_000;

/** Builds what has changed since the last build. Throws with the builder's words when that fails. */
export function buildApp(): void {
  const script = "import { ensureBuilt } from './tools/build.mjs'; await ensureBuilt();";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The built app in its own process, with an empty data folder of its own, on a free port of 127.0.0.1. */
export class RunningApp {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    /** Its data folder. */
    readonly folder: string,
  ) {}

  /** Starts it with these variables and no others; resolves when it says that it is ready. */
  static async start(environment: Record<string, string>): Promise<RunningApp> {
    const folder = mkdtempSync(join(tmpdir(), 'tideline-e2e-'));
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/backend/main.js'], {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: folder, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    process.once('exit', () => child.kill());
    try {
      return new RunningApp(await readyUrl(child), child, folder);
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The body of a GET below `/api/v1`, read as JSON. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Ends the process as Ctrl-C would, or by force when it does not, and removes its folder. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const force = setTimeout(() => this.child.kill('SIGKILL'), stopWithinMs);
      await gone;
      clearTimeout(force);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The address in the line that says "Tideline is ready"; rejects when the process ends or stays silent. */
function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    const lines: string[] = [];
    const giveUp = (why: string): void => fail(new Error(`the app ${why}; it said: ${lines.slice(-20).join('\n')}`));
    const timer = setTimeout(() => giveUp(`was not ready within ${readyWithinMs / 1000} s`), readyWithinMs);
    child.once('exit', (code) => giveUp(`ended with ${code}`));
    if (child.stdout === null) return giveUp('has no output');
    // Goes on reading after the line was found: a full pipe would stop the app.
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const url = /Tideline is ready: (http\S+?)["\s]*[}]?$/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      done(url);
    });
  });
}

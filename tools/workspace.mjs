// What the commands share: the root, running programs, and stamps that tell whether work has to be done again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const running = new Set();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A signal ends what we have started, then us. */
function passOn(signal) {
  for (const child of running) child.kill(signal);
  if (running.size === 0) process.exit(130);
  interrupted = true;
}
let interrupted = false;
for (const signal of signals) process.on(signal, passOn);

/** Lets the program that runs in this process handle the signals by itself from now on. */
export function handSignalsOver() {
  for (const signal of signals) process.off(signal, passOn);
}

/** Runs a program from the root and gives its exit code; with `quiet` its output is kept and given back instead of shown. */
export function run(program, args, { quiet = false, env = {} } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && !program.endsWith('.exe'),
    });
    running.add(child);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const end = (code) => {
      running.delete(child);
      if (interrupted && running.size === 0) process.exit(130);
      done({ code: code ?? 1, output: Buffer.concat(output).toString() });
    };
    child.once('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      end(1);
    });
    child.once('close', end);
  });
}

/** Runs a Node program of an installed package: `node_modules/<path>`. */
export function runInstalled(path, args, options) {
  return run(process.execPath, [join('node_modules', path), ...args], options);
}

/** A hash of the contents of files and folders below the root; a missing one counts as empty. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    hash.update(`${path}\n`).update(readFileSync(full));
  };
  for (const path of paths) {
    const full = join(root, path);
    if (!path.endsWith('/')) add(path);
    else if (existsSync(full)) {
      const entries = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const files = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
      for (const file of files.sort()) if (!/\.(spec|bench)\.ts$/.test(file)) add(file);
    }
  }
  return hash.digest('hex');
}

/** Whether `file` says that the work was done for this very content. */
export function isStamped(file, content) {
  return existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === content;
}

export function stamp(file, content) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

/** Reads .env, if there is one; what is set already stays. */
export function readDotEnv() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Ends the command with one line. */
export function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

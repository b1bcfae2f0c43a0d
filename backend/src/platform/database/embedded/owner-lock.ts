import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseStartError } from '../database.errors';
import { processIdentity } from './process-identity';

interface Owner {
  pid: number;
  /** Tells this process from a later one with the same id. */
  identity: string | null;
  host: string;
  token: string;
}

export interface OwnerLock {
  release(): Promise<void>;
}

const beatMs = 1_000;

/**
 * Makes this process the only owner of a data folder. The lock of a process that has died is taken over, also when its id was given
 * to another process since; one from another machine or container counts as alive while it keeps touching its file.
 * Throws DatabaseStartError when the folder is in use.
 */
export async function lockFolder(folder: string): Promise<OwnerLock> {
  const file = join(folder, 'tideline.lock');
  const mine: Owner = { pid: process.pid, identity: await processIdentity(process.pid), host: hostname(), token: randomUUID() };
  const refuse = (owner: Owner): never => {
    const where = owner.host === mine.host ? `process ${owner.pid}` : `process ${owner.pid} on ${owner.host}`;
    throw new DatabaseStartError(
      `DATA_DIR ${folder} is in use by another Tideline (${where}); stop it first, or set another DATA_DIR, for example DATA_DIR=.data-2`,
    );
  };
  const text = JSON.stringify(mine);
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = await readOwner(file);
    if (owner !== null && (await isLive(owner, mine, file))) refuse(owner);
    await writeFile(`${file}.${mine.token}`, text, { mode: 0o600 });
    await rename(`${file}.${mine.token}`, file);
    // Two starts may find the same dead owner: the last to write wins, the other one sees it here.
    await pause(50);
    const winner = await readOwner(file);
    if (winner !== null && winner.token !== mine.token) refuse(winner);
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beatMs).unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await readOwner(file))?.token === mine.token) await rm(file, { force: true });
    },
  };
}

async function readOwner(file: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner>;
    return typeof owner.pid === 'number' && typeof owner.token === 'string'
      ? { identity: null, host: '', ...owner, pid: owner.pid, token: owner.token }
      : null;
  } catch {
    return null;
  }
}

async function isLive(owner: Owner, mine: Owner, file: string): Promise<boolean> {
  if (owner.host === mine.host) {
    const identity = await processIdentity(owner.pid);
    return identity !== null && (owner.identity === null || identity === owner.identity);
  }
  const before = (await stat(file)).mtimeMs;
  await pause(beatMs * 2.5);
  const after = await stat(file).catch(() => null);
  return after !== null && after.mtimeMs !== before;
}

import { chown, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SpawnOptions } from 'node:child_process';

/** Whom the server runs as; undefined is ourselves. */
export type ServerUser = { uid: number; gid: number } | undefined;

const nobody = 65_534;

/** PostgreSQL refuses root: root starts it as whom the data belongs to already, or as nobody. */
export async function serverUser(dataFolder: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const present = await stat(dataFolder).catch(() => null);
  return present === null || present.uid === 0 ? { uid: nobody, gid: nobody } : { uid: present.uid, gid: present.gid };
}

/** Whether the server's user can surely go into the folder: everyone may enter each folder on the way. */
export async function serverCanEnter(folder: string, user: ServerUser): Promise<boolean> {
  if (user === undefined) return true;
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Gives a file or folder to the server's user. */
export async function giveTo(user: ServerUser, path: string): Promise<void> {
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

export interface Handover {
  /** How the child names the folder. */
  path: string;
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'stdio' | 'cwd' | 'windowsHide'>;
  close(): Promise<void>;
}

/**
 * Lets the server's user into a folder that it owns. Where a folder above is closed to it (a checkout in /root, a mktemp folder),
 * the child gets an open descriptor and names the folder through it, which asks no permission of the folders above (Linux only).
 */
export async function handOver(folder: string, user: ServerUser): Promise<Handover> {
  const options = { ...user, windowsHide: true };
  if (process.platform !== 'linux' || (await serverCanEnter(dirname(folder), user))) {
    return { path: folder, options: { ...options, stdio: ['ignore', 'pipe', 'pipe'], cwd: folder }, close: () => Promise.resolve() };
  }
  const handle = await open(folder, 'r');
  return {
    path: '/proc/self/fd/3',
    options: { ...options, stdio: ['ignore', 'pipe', 'pipe', handle.fd], cwd: '/' },
    close: () => handle.close(),
  };
}

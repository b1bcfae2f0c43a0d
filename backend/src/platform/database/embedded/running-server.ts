import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { servesFolder } from './process-identity';

/** Gives the addresses of the databases of the server that a running Tideline keeps on `dataDir`; null when none runs. */
export async function findRunningServer(dataDir: string): Promise<((database: string) => string) | null> {
  try {
    const folder = await realpath(join(dataDir, 'postgres'));
    const [pid, , , port] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
    if (!(await servesFolder(Number(pid), folder))) return null;
    const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
    return (database) => `postgres://tideline:${password}@127.0.0.1:${Number(port)}/${database}`;
  } catch {
    return null;
  }
}

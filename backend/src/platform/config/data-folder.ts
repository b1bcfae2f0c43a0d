import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from './config';

/** Makes DATA_DIR where it is missing and gives its path without symbolic links. Throws ConfigError when it cannot be made or written to. */
export function makeDataFolder(folder: string): string {
  try {
    makeFolder(folder);
    const probe = join(folder, '.writable');
    writeFileSync(probe, '');
    rmSync(probe, { force: true });
    return realpathSync(folder);
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(`DATA_DIR ${folder} cannot be written to (${message}); set a folder that can, for example DATA_DIR=.data`);
  }
}

/** Part by part: Node's own recursive mkdir never ends where the parent is there but takes no folder, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
}

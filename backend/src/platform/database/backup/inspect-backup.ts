import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { DatabaseStartError } from '../database.errors';
import { knownMigrations } from '../migrate';
import { readArchive } from './archive';
import { endPath, filePrefix, type Manifest, manifestPath, manifestSchema } from './manifest';

/** A whole backup that this version can restore. */
export interface Backup {
  file: string;
  manifest: Manifest;
}

/**
 * Reads a backup to its end without writing anything. Throws DatabaseStartError when it is not there, is damaged or is none, when a newer
 * version wrote it, and when DATA_DIR holds one of its files already.
 */
export async function inspectBackup(file: string, dataDir: string): Promise<Backup> {
  if (!existsSync(file)) throw new DatabaseStartError(`${file} does not exist`);
  let manifest: Manifest | null = null;
  let complete = false;
  const files: string[] = [];
  await readArchive(file, async (path, content) => {
    if (path === manifestPath) manifest = readManifest(content);
    if (path === endPath) complete = true;
    if (path.startsWith(filePrefix)) files.push(path.slice(filePrefix.length));
  });
  const found = manifest as Manifest | null;
  if (found === null || !complete) throw new DatabaseStartError(`${file} is damaged, or not a backup of Tideline`);
  const known = await knownMigrations();
  const unknown = found.databases.flatMap(({ migrations }) => migrations).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new DatabaseStartError(`${file} was written by a newer version of Tideline (it knows ${unknown}); restore it with that version`);
  const taken = files.find((path) => existsSync(pathIn(dataDir, path)));
  if (taken !== undefined)
    throw new DatabaseStartError(`DATA_DIR already holds ${taken}; restore into an empty one, for example DATA_DIR=.data-restored`);
  return { file, manifest: found };
}

/** Where a file of the archive goes; a path that would leave DATA_DIR is refused. */
export function pathIn(dataDir: string, path: string): string {
  const full = resolve(join(dataDir, path));
  if (!full.startsWith(resolve(dataDir) + sep)) throw new DatabaseStartError(`the backup holds a file outside of DATA_DIR: ${path}`);
  return full;
}

function readManifest(content: Buffer): Manifest | null {
  try {
    return manifestSchema.safeParse(JSON.parse(content.toString())).data ?? null;
  } catch {
    return null;
  }
}

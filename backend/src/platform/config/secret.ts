import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';
import { makeDataFolder } from './data-folder';

/** Gives the secret that signs tokens and cookies: JWT_SECRET, or one generated once into DATA_DIR, readable by its owner only. */
export function signingSecret(config: Config): Buffer {
  if (config.JWT_SECRET !== undefined) return Buffer.from(config.JWT_SECRET);
  const path = join(makeDataFolder(config.DATA_DIR), 'secret');
  try {
    writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8').trim());
}

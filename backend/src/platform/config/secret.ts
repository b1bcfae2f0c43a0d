import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Config } from './config';
import { makeDataFolder } from './data-folder';

const shortestSecret = 32;

/** Gives the secret that signs tokens and cookies: JWT_SECRET, or one generated once into DATA_DIR, readable by its owner only. */
export function signingSecret(config: Config): Buffer {
  if (config.JWT_SECRET !== undefined) return Buffer.from(config.JWT_SECRET);
  const path = join(makeDataFolder(config.DATA_DIR), 'secret');
  try {
    writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return read(path);
}

/** The same, but only one that is there already: for what verifies, and must not make one that fits nothing. Throws ConfigError. */
export function knownSecret(config: Config): Buffer {
  if (config.JWT_SECRET !== undefined) return Buffer.from(config.JWT_SECRET);
  const path = join(config.DATA_DIR, 'secret');
  if (existsSync(path)) return read(path);
  throw new ConfigError(`JWT_SECRET is unset and there is no ${path}; set the one that the app runs with, or its DATA_DIR`);
}

function read(path: string): Buffer {
  const secret = Buffer.from(readFileSync(path, 'utf8').trim());
  if (secret.length >= shortestSecret) return secret;
  throw new ConfigError(`${path} holds less than ${shortestSecret} bytes; restore it, or remove it and everybody signs in anew`);
}

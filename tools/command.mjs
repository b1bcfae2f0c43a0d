// Runs one of the backend's commands after what it needs has been installed and built.
import { resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { handSignalsOver, readDotEnv, root } from './workspace.mjs';

/** Runs dist/backend/<name>.js with the file that the user named, relative to where they are. */
export async function runCommandOf(name) {
  const file = process.argv[2];
  if (file !== undefined) process.argv[2] = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  process.chdir(root);
  readDotEnv();
  await ensureInstalled();
  await ensureBuilt(['backend']);
  handSignalsOver();
  await import(`../dist/backend/${name}.js`);
}

// Runs one of the backend's commands after what it needs has been installed and built.
import { resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { handSignalsOver, readDotEnv, root } from './workspace.mjs';

/** Runs dist/backend/<name>.js; what the user gave it is a file, relative to where they are, unless `takesFile` is false. */
export async function runCommandOf(name, { takesFile = true } = {}) {
  const file = process.argv[2];
  if (takesFile && file !== undefined) process.argv[2] = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  process.chdir(root);
  readDotEnv();
  await ensureInstalled();
  await ensureBuilt(['backend']);
  handSignalsOver();
  await import(`../dist/backend/${name}.js`);
}

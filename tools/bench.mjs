// npm run bench: each backend/bench/*.bench.ts by itself, one after another; they print JSON lines.
import { existsSync, readdirSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run } from './workspace.mjs';

process.chdir(root);
await ensureInstalled();
await ensureBuilt();
const { bundle } = await import('./bundle.mjs');

const wanted = process.argv.slice(2);
const all = existsSync('backend/bench') ? readdirSync('backend/bench').filter((file) => file.endsWith('.bench.ts')) : [];
const names = all
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
await bundle(Object.fromEntries(names.map((name) => [name, `backend/bench/${name}.ts`])), 'dist/bench');
for (const name of names) {
  const { code } = await run(process.execPath, ['--enable-source-maps', '--expose-gc', `dist/bench/${name}.js`]);
  if (code !== 0) process.exitCode = 1;
}

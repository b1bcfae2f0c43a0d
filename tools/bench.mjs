// npm run bench: each backend/bench/*.bench.ts and e2e/bench/*.bench.ts by itself, one after another; they print JSON lines.
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run } from './workspace.mjs';

process.chdir(root);
await ensureInstalled();
await ensureBuilt();
const { bundle } = await import('./bundle.mjs');

const wanted = process.argv.slice(2);
const found = ['backend/bench', 'e2e/bench']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  .filter((path) => path.endsWith('.bench.ts'))
  .map((path) => [basename(path, '.ts'), path])
  .filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
await bundle(Object.fromEntries(found), 'dist/bench');
for (const [name] of found) {
  const { code } = await run(process.execPath, ['--enable-source-maps', '--expose-gc', `dist/bench/${name}.js`]);
  if (code !== 0) process.exitCode = 1;
}

// Builds what has changed since the last build: the backend with esbuild, the browser app with Angular's builder through Nx.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compressFrontend } from './compress-frontend.mjs';
import { contentHash, fail, isStamped, root, run, runInstalled, stamp } from './workspace.mjs';

const shared = ['libs/', 'tsconfig.base.json', 'package-lock.json', 'package.json'];

const parts = [
  {
    name: 'backend',
    sources: ['backend/src/', 'tools/build-backend.mjs', 'tools/bundle.mjs', ...shared],
    result: 'dist/backend/main.js',
    build: () => run(process.execPath, ['tools/build-backend.mjs'], { quiet: true }),
  },
  {
    name: 'frontend',
    sources: ['frontend/', 'nx.json', 'tools/compress-frontend.mjs', ...shared],
    result: 'dist/frontend/browser/index.html',
    build: async () => {
      const nx = await runInstalled('nx/dist/bin/nx.js', ['run', 'frontend:build'], {
        quiet: true,
        // Fewer, larger files: each request costs as much as a small one of them holds.
        env: { NX_DAEMON: 'false', NX_TUI: 'false', NG_BUILD_OPTIMIZE_CHUNKS: '1' },
      });
      if (nx.code === 0) compressFrontend(join(root, 'dist/frontend/browser'));
      return nx;
    },
  },
];

/** Builds the named parts, or both, where their sources have changed. */
export async function ensureBuilt(names = ['backend', 'frontend']) {
  const stale = parts
    .filter(({ name }) => names.includes(name))
    .map((part) => ({ ...part, stamp: `dist/.built-${part.name}`, content: contentHash(part.sources) }))
    .filter((part) => !isStamped(part.stamp, part.content) || !existsSync(join(root, part.result)));
  if (stale.length === 0) return;
  process.stdout.write(`Tideline: building ${stale.map(({ name }) => name).join(' and ')} …\n`);
  const began = Date.now();
  for (const { part, code, output } of await Promise.all(stale.map(async (part) => ({ part, ...(await part.build()) })))) {
    if (code !== 0) fail(`${output}\nTideline: the ${part.name} could not be built (its messages are above)`);
    stamp(part.stamp, part.content);
  }
  process.stdout.write(`Tideline: built in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

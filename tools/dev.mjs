// npm run dev: builds at each change; the backend starts again, the browser app is served by it (reload the page).
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { readDotEnv, root, runInstalled } from './workspace.mjs';

process.chdir(root);
readDotEnv();
await ensureInstalled();
const { backendEntries, watchBundle } = await import('./bundle.mjs');

let app = null;
let ending = false;
let wanted = false;

function start() {
  wanted = false;
  app = spawn(process.execPath, ['--enable-source-maps', 'dist/backend/main.js'], {
    stdio: 'inherit',
    env: { NODE_ENV: 'development', ...process.env },
  });
  app.once('exit', (code) => {
    app = null;
    if (ending) process.exit(code ?? 0);
    if (wanted) start();
  });
}

/** Stops the running backend, which starts the new one when it has gone. */
function restart(errors) {
  if (errors > 0 || ending) return;
  if (app === null) return start();
  wanted = true;
  app.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    ending = true;
    if (app === null) process.exit(0);
    app.kill('SIGTERM');
  });
}

await watchBundle(backendEntries, 'dist/backend', restart);
await runInstalled('nx/dist/bin/nx.js', ['run', 'frontend:build:development', '--watch'], { env: { NX_DAEMON: 'false', NX_TUI: 'false' } });

// npm start: install if needed, build if needed, serve. The app runs in this process, so that nothing stands between it and a signal.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { handSignalsOver, readDotEnv, root } from './workspace.mjs';

process.chdir(root);
readDotEnv();
await ensureInstalled();
await ensureBuilt();
process.stdout.write('Tideline: starting …\n');
process.setSourceMapsEnabled(true);
handSignalsOver();
await import('../dist/backend/main.js');

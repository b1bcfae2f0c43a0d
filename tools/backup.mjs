// npm run backup -- FILE: the whole state in one file, also while the app runs.
import { runCommandOf } from './command.mjs';

await runCommandOf('backup');

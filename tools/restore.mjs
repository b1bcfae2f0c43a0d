// npm run restore -- FILE: the state of a backup into an empty DATA_DIR or database.
import { runCommandOf } from './command.mjs';

await runCommandOf('restore');

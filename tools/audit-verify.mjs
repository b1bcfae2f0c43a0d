// npm run audit:verify [-- HEAD]: whether the audit log is what was written, also while the app runs. Ends with 1 when it is not.
import { runCommandOf } from './command.mjs';

await runCommandOf('audit-verify', { takesFile: false });

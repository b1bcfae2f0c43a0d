import 'reflect-metadata';
import { readConfig } from './platform/config/config';
import { runCommand } from './platform/observability/command';
import { restoreState } from './restore-state';

await runCommand('restore', (file) => restoreState(readConfig(process.env), file));

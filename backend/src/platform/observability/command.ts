import { ConfigError } from '../config/config';
import { DatabaseStartError } from '../database/database.errors';

/** A command that did its work and found something wrong; its message is what the user reads. */
export class CommandError extends Error {}

/** Runs `npm run <name> -- FILE` to its end: prints what came of it, or the one line that says why not, and sets the exit code. */
export async function runCommand(name: string, work: (file: string) => Promise<string>): Promise<void> {
  await runToEnd(async () => {
    const file = process.argv[2];
    if (file === undefined) throw new ConfigError(`name a file, for example: npm run ${name} -- tideline.tar.gz`);
    return work(file);
  });
}

/** The same for a command that takes no file. */
export async function runToEnd(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (error) {
    const expected = [ConfigError, DatabaseStartError, CommandError].some((kind) => error instanceof kind);
    process.stderr.write(`${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`);
    process.exitCode = 1;
  }
}

import { ConfigError } from '../config/config';
import { DatabaseStartError } from '../database/database.errors';

/** Runs `npm run <name> -- FILE` to its end: prints what came of it, or the one line that says why not, and sets the exit code. */
export async function runCommand(name: string, work: (file: string) => Promise<string>): Promise<void> {
  const file = process.argv[2];
  try {
    if (file === undefined) throw new ConfigError(`name a file, for example: npm run ${name} -- tideline.tar.gz`);
    process.stdout.write(`${await work(file)}\n`);
  } catch (error) {
    const expected = error instanceof ConfigError || error instanceof DatabaseStartError;
    process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = 1;
  }
}

// npm run check: format, lint, types, architecture. Two at a time; each prints its result and how long it took.
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { root, runInstalled } from './workspace.mjs';

const checks = [
  { name: 'lint', program: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'types: frontend', program: 'typescript/bin/tsc', args: ['-p', 'frontend/tsconfig.spec.json', '--noEmit'] },
  { name: 'types: backend', program: 'typescript/bin/tsc', args: ['-p', 'backend/tsconfig.json', '--noEmit'] },
  { name: 'types: browser', program: 'typescript/bin/tsc', args: ['-p', 'e2e/tsconfig.json', '--noEmit'] },
  { name: 'types: contracts', program: 'typescript/bin/tsc', args: ['-p', 'libs/contracts/tsconfig.json', '--noEmit'] },
  { name: 'types: indicators', program: 'typescript/bin/tsc', args: ['-p', 'libs/indicators/tsconfig.json', '--noEmit'] },
  { name: 'format', program: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  {
    name: 'architecture',
    program: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.cjs', 'backend', 'frontend/src', 'libs', 'database', 'e2e'],
  },
];
const atOnce = 2;

/** Runs every check and gives how many passed and failed. */
export async function runChecks() {
  const waiting = [...checks];
  const result = { passed: 0, failed: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const began = Date.now();
      const { code, output } = await runInstalled(check.program, check.args, { quiet: true });
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${check.name.padEnd(20)} ${seconds} s\n${code === 0 ? '' : output}`);
      result[code === 0 ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(root);
  await ensureInstalled();
  const { failed } = await runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
}

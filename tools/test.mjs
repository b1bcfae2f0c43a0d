// npm test: everything that can fail, one after another, and one line at the end. `--faults` runs the fault tests at full length.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runChecks } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run, runInstalled } from './workspace.mjs';

const faultsOnly = process.argv.includes('--faults');
const scratch = mkdtempSync(join(tmpdir(), 'tideline-results-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Runs the specs of one Jest configuration; a file that cannot even be loaded counts as one failure. */
async function runJest(name, config, { workers = Math.max(2, availableParallelism() - 1), args = [] } = {}) {
  const file = join(scratch, `${name}.json`);
  const { code } = await runInstalled(
    'jest/bin/jest.js',
    ['-c', config, `--maxWorkers=${workers}`, '--json', '--outputFile', file, ...args],
    {
      env: faultsOnly ? { FAULTS: 'full' } : {},
    },
  );
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  if (numPendingTests > 0) process.stdout.write(`${numPendingTests} skipped\n`);
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** Runs the tests of the tools with Node's own runner. */
async function runNodeTests() {
  const files = readdirSync('tools').filter((file) => file.endsWith('.test.mjs'));
  const { code, output } = await run(process.execPath, ['--test', '--test-reporter=tap', ...files.map((file) => join('tools', file))], {
    quiet: true,
  });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  if (code !== 0) process.stdout.write(output);
  return { passed: count('pass'), failed: code !== 0 ? Math.max(1, count('fail')) : 0 };
}

const steps = faultsOnly
  ? [
      {
        title: 'Faults, at full length',
        work: () => runJest('faults', 'backend/jest.config.mjs', { workers: 1, args: ['--testPathPatterns', '\\.faults\\.spec\\.ts$'] }),
      },
    ]
  : [
      { title: 'Checks', work: runChecks },
      { title: 'Tools', work: runNodeTests },
      { title: 'Backend', work: () => runJest('backend', 'backend/jest.config.mjs', { args: ['--coverage'] }) },
      { title: 'Frontend', work: () => runJest('frontend', 'frontend/jest.config.mjs') },
      {
        title: 'Browser',
        work: () => runJest('browser', 'e2e/jest.config.mjs', { workers: 1 }),
        needs: 'e2e/jest.config.mjs',
      },
    ];

process.chdir(root);
await ensureInstalled();
await ensureBuilt();
if (process.env.TEST_REDIS_URL === undefined) process.stdout.write('TEST_REDIS_URL is unset: the tests on Redis are skipped\n');
const total = { passed: 0, failed: 0 };
for (const { title, work, needs } of steps) {
  if (needs !== undefined && !existsSync(needs)) continue;
  process.stdout.write(`\n── ${title}\n`);
  const { passed, failed } = await work();
  total.passed += passed;
  total.failed += failed;
}
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);

// Installs the packages when the lock file has changed since the last time; otherwise touches neither the network nor the disk.
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash, fail, isStamped, root, run, stamp } from './workspace.mjs';

const stampFile = 'node_modules/.tideline-installed';

export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Tideline needs Node 20.19 or newer, this is ${process.versions.node}: https://nodejs.org`);
  const folder = join(root, 'node_modules');
  // A link belongs to another checkout, which installs by itself.
  if (existsSync(folder) && lstatSync(folder).isSymbolicLink()) return;
  const wanted = `${contentHash(['package.json', 'package-lock.json'])} ${process.platform}-${process.arch}`;
  if (isStamped(stampFile, wanted)) return;
  process.stdout.write('Tideline: installing packages (only the first time, and after an update) …\n');
  const args = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ];
  const cli = process.env.npm_execpath;
  const { code } = cli?.endsWith('.js') ? await run(process.execPath, [cli, ...args]) : await run('npm', args);
  if (code !== 0) fail('Tideline: npm install failed (its messages are above)');
  stamp(stampFile, wanted);
}

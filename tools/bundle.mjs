// Bundles TypeScript of the backend for Node. SWC compiles each file first, because esbuild does not write the type metadata that
// Nest's injection reads.
import { readFile } from 'node:fs/promises';
import { transform } from '@swc/core';
import { build, context } from 'esbuild';

const decorators = {
  name: 'decorators',
  setup(build) {
    build.onLoad({ filter: /backend[\\/](src|bench|test)[\\/].*\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        filename: path,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

const options = (entryPoints, outdir) => ({
  entryPoints,
  outdir,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  tsconfig: 'tsconfig.base.json',
  plugins: [decorators],
  logLevel: 'warning',
});

/** Writes one bundle for each entry point: `{ name: path }` becomes `outdir/name.js`. */
export function bundle(entryPoints, outdir) {
  return build(options(entryPoints, outdir));
}

/** The same again at each change, until the process ends; `onEnd` is called after each build with the number of errors. */
export async function watchBundle(entryPoints, outdir, onEnd) {
  const base = options(entryPoints, outdir);
  const tell = { name: 'tell', setup: (build) => void build.onEnd(({ errors }) => onEnd(errors.length)) };
  await (await context({ ...base, plugins: [...base.plugins, tell] })).watch();
}

/** What the backend consists of. */
export const backendEntries = {
  main: 'backend/src/main.ts',
  thread: 'backend/src/thread.ts',
  'password-thread': 'backend/src/password-thread.ts',
  backup: 'backend/src/backup.ts',
  restore: 'backend/src/restore.ts',
  'audit-verify': 'backend/src/audit-verify.ts',
};

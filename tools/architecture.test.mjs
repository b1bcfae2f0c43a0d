// Plants one offence against every rule of .dependency-cruiser.cjs in a small copy of the tree and sees it caught by that rule's name;
// a tree without offences passes. A rule that nobody has seen fail is decoration.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = resolve(import.meta.dirname, '..');
const { forbidden, options } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));

const market = 'backend/src/modules/market';

/** A tree that keeps every rule. */
const clean = {
  'libs/contracts/src/index.ts': "import { z } from 'zod';\nexport const shape = z.string();\n",
  'libs/indicators/src/index.ts': 'export const mean = 1;\n',
  'backend/src/platform/clock.ts': 'export const clock = 1;\n',
  'backend/src/platform/database/database.ts': "import pg from 'pg';\nexport const pool = pg.Pool;\n",
  [`${market}/index.ts`]: "export { reader } from './application/reader';\n",
  [`${market}/domain/trade.ts`]: "import { shape } from '@tideline/contracts';\nexport const trade = shape;\n",
  [`${market}/db/store.ts`]: "import { pool } from '../../../platform/database/database';\nexport const store = pool;\n",
  [`${market}/venues/kraken.ts`]: "import { trade } from '../domain/trade';\nexport const kraken = trade;\n",
  [`${market}/application/reader.ts`]: "import { store } from '../db/store';\nexport const reader = store;\n",
  [`${market}/http/routes.ts`]: "import { reader } from '../application/reader';\nexport const routes = reader;\n",
  'backend/src/modules/analytics/index.ts': "import { reader } from '../market';\nexport const indicators = reader;\n",
  'backend/test/fake.ts': 'export const fake = 1;\n',
  'frontend/src/app/ui/tag.ts': 'export const tag = 1;\n',
  'frontend/src/app/core/client.ts': 'export const client = 1;\n',
  'frontend/src/app/features/coin/page.ts':
    "import { tag } from '../../ui/tag';\nimport { client } from '../../core/client';\nexport const page = [tag, client];\n",
  'frontend/src/app/features/overview/page.ts': 'export const page = 1;\n',
};

const imports = (from) => `import * as taken from '${from}';\nexport const offence = taken;\n`;

/** Rule → the file that breaks it, and what it imports. */
const offences = {
  'no-cycles': { [`${market}/domain/a.ts`]: imports('./b'), [`${market}/domain/b.ts`]: imports('./a') },
  'no-unresolvable': { [`${market}/domain/a.ts`]: imports('./nowhere') },
  'front-door': { 'backend/src/modules/analytics/a.ts': imports('../market/application/reader') },
  'module-order-users': { 'backend/src/modules/users/index.ts': imports('../market') },
  'module-order-market': { [`${market}/application/a.ts`]: imports('../../analytics') },
  'module-order-sentiment': { 'backend/src/modules/sentiment/index.ts': imports('../analytics') },
  'module-order-analytics': {
    'backend/src/modules/sentiment/index.ts': 'export const s = 1;\n',
    'backend/src/modules/analytics/a.ts': imports('../sentiment'),
  },
  'module-order-portfolio': { 'backend/src/modules/portfolio/index.ts': imports('../analytics') },
  'module-order-alerts': {
    'backend/src/modules/portfolio/index.ts': 'export const p = 1;\n',
    'backend/src/modules/alerts/index.ts': imports('../portfolio'),
  },
  'module-order-admin': {
    'backend/src/modules/secret/index.ts': 'export const s = 1;\n',
    'backend/src/modules/admin/index.ts': imports('../secret'),
  },
  'domain-is-pure': { [`${market}/domain/a.ts`]: imports('node:fs') },
  'application-looks-down': { [`${market}/application/a.ts`]: imports('../http/routes') },
  'adapters-look-down': { [`${market}/db/a.ts`]: imports('../application/reader') },
  'edges-go-through-application': { [`${market}/http/a.ts`]: imports('../db/store') },
  'platform-knows-no-domain': { 'backend/src/platform/a.ts': imports('../modules/market') },
  'sql-driver-stays-home': { [`${market}/db/a.ts`]: imports('pg') },
  'contracts-need-zod-only': { 'libs/contracts/src/a.ts': imports('pg') },
  'indicators-need-nothing': { 'libs/indicators/src/a.ts': imports('zod') },
  'libs-know-no-app': { 'libs/contracts/src/a.ts': imports('../../../backend/src/platform/clock') },
  'back-and-front-are-strangers': { 'frontend/src/app/core/a.ts': imports('../../../../backend/src/platform/clock') },
  'features-are-strangers': { 'frontend/src/app/features/coin/a.ts': imports('../overview/page') },
  'ui-is-dumb': { 'frontend/src/app/ui/a.ts': imports('../core/client') },
  'core-knows-no-page': { 'frontend/src/app/core/a.ts': imports('../features/coin/page') },
  'product-knows-no-tests': { 'backend/src/platform/a.ts': imports('../../test/fake') },
  'product-needs-no-dev-tools': { 'backend/src/platform/a.ts': imports('fast-check') },
};

let tree;

before(() => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'tideline-architecture-')));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  symlinkSync(join(root, 'package.json'), join(tree, 'package.json'));
  copyFileSync(join(root, 'tsconfig.base.json'), join(tree, 'tsconfig.base.json'));
  process.chdir(tree);
});

after(() => {
  process.chdir(root);
  rmSync(tree, { recursive: true, force: true });
});

async function rulesBroken(files) {
  for (const folder of ['backend', 'frontend', 'libs']) rmSync(join(tree, folder), { recursive: true, force: true });
  for (const [path, text] of Object.entries({ ...clean, ...files })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const { output } = await cruise(['backend', 'frontend', 'libs'], { ...options, validate: true, ruleSet: { forbidden } }, undefined, {
    tsConfig: extractTsConfig('tsconfig.base.json'),
  });
  return new Set(output.summary.violations.map((violation) => violation.rule.name));
}

describe('architecture rules', () => {
  test('a tree that keeps the rules passes', async () => {
    assert.deepEqual([...(await rulesBroken({}))], []);
  });

  for (const { name } of forbidden) {
    test(`an offence against ${name} is caught`, async () => {
      assert.ok(offences[name], `no offence is planted for ${name}`);
      assert.ok((await rulesBroken(offences[name])).has(name), `${name} did not catch its offence`);
    });
  }
});

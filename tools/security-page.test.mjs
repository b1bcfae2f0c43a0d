// Holds docs/security.md to the tests that it names.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

describe('docs/security.md', () => {
  test('names tests that are there', () => {
    const named = [...page.matchAll(/`((?:backend|e2e|frontend|tools)\/[^`]+\.(?:spec\.ts|test\.mjs))`/g)].map(([, path]) => path);
    assert.ok(named.length >= 30, `only ${named.length} tests are named`);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  test('gives a test for every promise of its tables', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));
    assert.ok(rows.length >= 20);
    assert.deepEqual(
      rows.filter((row) => !/\| `[^`]+\.spec\.ts`/.test(row)),
      [],
    );
  });
});

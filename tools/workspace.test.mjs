import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { contentHash, isStamped, root, run, stamp } from './workspace.mjs';

describe('contentHash', () => {
  let folder;
  const put = (name, text) => writeFileSync(join(root, folder, name), text);
  const hash = () => contentHash([`${folder}/`]);
  before(() => {
    mkdirSync(join(root, 'dist'), { recursive: true });
    folder = mkdtempSync(join(root, 'dist/hash-')).slice(root.length + 1);
  });
  after(() => rmSync(join(root, folder), { recursive: true }));

  test('stays when a file gets a new time only, and changes with one letter, a name or a new file', () => {
    put('a.ts', 'one');
    const first = hash();
    utimesSync(join(root, folder, 'a.ts'), 1, 1);
    assert.equal(hash(), first);
    put('a.ts', 'onf');
    const second = hash();
    put('b.ts', '');
    assert.equal(new Set([first, second, hash()]).size, 3);
  });

  test('leaves specs out: they are not part of what is built', () => {
    const first = hash();
    put('a.spec.ts', 'new');
    assert.equal(hash(), first);
  });

  test('takes a folder that does not exist as empty', () => {
    assert.equal(contentHash(['dist/none/']), contentHash([]));
  });
});

test('a stamp holds for its content only', () => {
  const file = `dist/stamp-${process.pid}`;
  assert.equal(isStamped(file, 'one'), false);
  stamp(file, 'one');
  assert.deepEqual([isStamped(file, 'one'), isStamped(file, 'two')], [true, false]);
  rmSync(join(root, file));
});

test('run gives exit code 3 and the output of a quiet program, and 1 for one that does not exist', async () => {
  const result = await run(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exit(3)'], { quiet: true });
  assert.equal(result.code, 3);
  assert.match(result.output, /out/);
  assert.match(result.output, /err/);
  assert.equal((await run('no-such-program', [], { quiet: true })).code, 1);
});

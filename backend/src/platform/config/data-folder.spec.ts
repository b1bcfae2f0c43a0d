import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from './config';
import { makeDataFolder } from './data-folder';
import { signingSecret } from './secret';

describe('makeDataFolder', () => {
  let home: string;
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'tideline-folder-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('makes a/b/c, leaves nothing in it, and takes it again', () => {
    const folder = join(home, 'a/b/c');
    expect([makeDataFolder(folder), makeDataFolder(folder)]).toEqual([folder, folder]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the folder behind a symbolic link', () => {
    symlinkSync(home, `${home}-link`);
    expect(makeDataFolder(join(`${home}-link`, 'data'))).toBe(join(home, 'data'));
    rmSync(`${home}-link`);
  });

  it.each(['/proc/nope', '/proc/nope/deeper', '/dev/null/data'])('refuses %s in one line that names DATA_DIR', (folder) => {
    const refusal = /^DATA_DIR \/\S+ cannot be written to \(E[A-Z]+: .*\); set a folder that can, for example DATA_DIR=\.data$/;
    expect(() => makeDataFolder(folder)).toThrow(refusal);
    expect(() => makeDataFolder(folder)).toThrow(ConfigError);
    expect(() => signingSecret(readConfig({ DATA_DIR: folder }))).toThrow(refusal);
  });

  it('refuses a place where a file is', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => makeDataFolder(join(home, 'file'))).toThrow(/DATA_DIR .*file cannot be written to \(ENOTDIR/);
  });
});

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config';
import { knownSecret, signingSecret } from './secret';

const external = { NODE_ENV: 'production', DATABASE_URL: 'postgres://tideline:secret@localhost:5432/tideline' };
const given = 'x'.repeat(32);

describe('the signing secret', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'tideline-secret-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is required in production with an external database, and nowhere else', () => {
    expect(() => readConfig(external)).toThrow(/^JWT_SECRET is required .* openssl rand -hex 32$/);
    expect(() => readConfig({ ...external, NODE_ENV: undefined })).toThrow('JWT_SECRET is required');
    for (const fine of [{ ...external, JWT_SECRET: given }, { ...external, NODE_ENV: 'development' }, { NODE_ENV: 'production' }]) {
      expect(() => readConfig(fine)).not.toThrow();
    }
  });

  it.each([
    ['31 bytes', 'x'.repeat(31)],
    ['15 characters of two bytes', 'é'.repeat(15)],
  ])('is refused with %s', (_title, JWT_SECRET) => {
    expect(() => readConfig({ JWT_SECRET })).toThrow('JWT_SECRET must be at least 32 bytes');
  });

  it('is generated once into DATA_DIR, readable by its owner only, and another one for each install', async () => {
    const config = readConfig({ DATA_DIR: join(folder, 'data') });
    const secret = signingSecret(config);
    expect(secret.length).toBe(64);
    const { mode } = await stat(join(folder, 'data/secret'));
    expect((mode & 0o777).toString(8)).toBe('600');
    expect(signingSecret(config)).toEqual(secret);
    expect(knownSecret(config)).toEqual(secret);
    expect(signingSecret(readConfig({ DATA_DIR: join(folder, 'other') }))).not.toEqual(secret);
  });

  it('is what JWT_SECRET says, and then no file is written', async () => {
    const config = readConfig({ DATA_DIR: folder, JWT_SECRET: given });
    expect(signingSecret(config).toString()).toBe(given);
    await expect(readFile(join(folder, 'secret'))).rejects.toThrow('ENOENT');
  });

  it('is not taken from a file that holds next to nothing, and not made by what only verifies', async () => {
    const config = readConfig({ DATA_DIR: folder });
    expect(() => knownSecret(config)).toThrow('JWT_SECRET is unset');
    await writeFile(join(folder, 'secret'), '\n');
    expect(() => signingSecret(config)).toThrow('less than 32 bytes');
  });
});

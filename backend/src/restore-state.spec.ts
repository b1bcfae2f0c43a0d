import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readConfig } from './platform/config/config';
import { DatabaseStartError } from './platform/database/database.errors';
import { writeArchive } from './platform/database/backup/archive';
import { restoreState } from './restore-state';

describe('restoring a file that is no backup', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'tideline-restore-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** Expects one line that says so, and that nothing was started. */
  async function refused(file: string, why: RegExp): Promise<void> {
    const restoring = restoreState(readConfig({ DATA_DIR: join(folder, 'data') }), file);
    const error = await restoring.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseStartError);
    expect((error as Error).message).toMatch(why);
    expect((error as Error).message).not.toContain('\n');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  }

  it.each([
    ['1,000 bytes of text', Buffer.from('not a backup '.repeat(80))],
    ['nothing', Buffer.alloc(0)],
    ['gzipped text', gzipSync(Buffer.from('not a backup '.repeat(80)))],
  ])('holding %s leaves no DATA_DIR behind', async (_title, content) => {
    const file = join(folder, 'junk.tar.gz');
    await writeFile(file, content);
    await refused(file, /junk\.tar\.gz is damaged, or not a backup of Tideline$/);
  });

  it('holding a manifest that is no JSON leaves no DATA_DIR behind', async () => {
    const file = join(folder, 'odd.tar.gz');
    const archive = writeArchive(file);
    await archive.add('manifest.json', Buffer.from('{'));
    await archive.finish();
    await refused(file, /odd\.tar\.gz is damaged, or not a backup of Tideline$/);
  });

  it('that is a folder, or does not exist, leaves no DATA_DIR behind', async () => {
    await mkdir(join(folder, 'a-folder'));
    await refused(join(folder, 'a-folder'), /a-folder cannot be read \(EISDIR/);
    await refused(join(folder, 'absent.tar.gz'), /absent\.tar\.gz does not exist$/);
  });
});

import { tmpdir } from 'node:os';
import { FreeDisk, readFreeBytes } from './free-disk';

const gib = 1024 ** 3;

describe('FreeDisk', () => {
  it('tells once when 3 GiB become 1.9 GiB, and once when 2.1 GiB have become 2.5 GiB', async () => {
    const readings = [3, 1.9, 1.8, 2.1, 2.5].map((n) => n * gib);
    const told: boolean[] = [];
    const disk = new FreeDisk(
      '/',
      ({ scarce }) => told.push(scarce),
      () => Promise.resolve(readings.shift() ?? 0),
    );
    const states: boolean[] = [];
    for (let i = 0; i < 5; i += 1) {
      await disk.look();
      states.push(disk.state.scarce);
    }
    expect(states).toEqual([false, true, true, true, false]);
    expect(told).toEqual([true, false]);
  });

  it('stays scarce, with unknown bytes, while the space cannot be read', async () => {
    const readings = [Promise.resolve(gib), Promise.reject(new Error('EIO'))];
    const disk = new FreeDisk(
      '/',
      () => undefined,
      () => readings.shift() ?? Promise.resolve(0),
    );
    await disk.look();
    await disk.look();
    expect(disk.state).toEqual({ scarce: true, freeBytes: null });
  });

  it('looks at its start and again after the interval', async () => {
    let looks = 0;
    const disk = new FreeDisk(
      '/',
      () => undefined,
      () => Promise.resolve((looks += 1) * 10 * gib),
    );
    await disk.start(10);
    expect(looks).toBe(1);
    await new Promise((done) => setTimeout(done, 100));
    disk.stop();
    expect(looks).toBeGreaterThan(1);
  });

  it('reads more than nothing from the real file system', async () => {
    expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
  });
});

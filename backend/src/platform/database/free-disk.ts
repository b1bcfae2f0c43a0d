import { statfs } from 'node:fs/promises';

/** Below this, raw trades are no longer stored. */
export const scarceBytes = 2 * 1024 ** 3;
/** It counts as enough again a little above, so that it does not flutter at the edge. */
const enoughBytes = scarceBytes + 256 * 1024 ** 2;

export interface FreeDiskState {
  scarce: boolean;
  /** Null while it cannot be read. */
  freeBytes: number | null;
}

/** Gives the bytes that we may still write to the file system of a folder. */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Watches the free space of a folder's file system. `onChange` is called when it becomes scarce (below 2 GiB) and when there is
 * enough again. Space that cannot be read counts as it did before.
 */
export class FreeDisk {
  private timer: NodeJS.Timeout | undefined;
  state: FreeDiskState = { scarce: false, freeBytes: null };

  constructor(
    private readonly folder: string,
    private readonly onChange: (state: FreeDiskState) => void,
    private readonly read: (folder: string) => Promise<number> = readFreeBytes,
  ) {}

  /** Looks now, then every `everyMs`. */
  async start(everyMs = 15_000): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async look(): Promise<void> {
    const freeBytes = await this.read(this.folder).catch(() => null);
    const before = this.state.scarce;
    const scarce = freeBytes === null ? before : freeBytes < (before ? enoughBytes : scarceBytes);
    this.state = { scarce, freeBytes };
    if (scarce !== before) this.onChange(this.state);
  }
}

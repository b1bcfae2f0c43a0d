import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of recorded data beside the checkout; absent in a stranger's clone. */
const root = resolve(process.cwd(), '../shared');
let told = false;

/** Registers the tests of `body` when the recorded data is there; says once that they were skipped, and registers nothing, when not. */
export function describeWithShared(title: string, body: (root: string) => void): void {
  if (existsSync(root)) {
    describe(title, () => body(root));
  } else if (!told) {
    told = true;
    console.log('skipped: no ../shared');
  }
}

// Writes .br and .gz beside the browser app's files, at full strength; the server sends them as they are instead of compressing each answer anew.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const smallest = 1024;
// The page itself and ngsw.json get a cookie and are sent by name, so they stay as they are.
const compressible = /\.(js|css|svg|webmanifest)$/;

/** Compresses what is worth it in the folder of the built app. */
export function compressFrontend(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!compressible.test(name)) continue;
    const content = readFileSync(path);
    if (content.length < smallest) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

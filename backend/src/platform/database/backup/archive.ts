import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Header, Parser, type ReadEntry } from 'tar';
import { DatabaseStartError } from '../database.errors';

const block = 512;
/** A stream is cut into parts of about this size, because a tar entry says its length first. */
const partBytes = 4 * 1024 * 1024;

/** A file of a backup, while it is written: a gzipped tar. */
export interface ArchiveWriter {
  add(path: string, content: Buffer): Promise<void>;
  /** Adds what a stream gives as `path.000001`, `path.000002` …; nothing at all as one empty part. */
  addStream(path: string, stream: Readable): Promise<void>;
  finish(): Promise<void>;
}

export function writeArchive(file: string): ArchiveWriter {
  const gzip = createGzip({ level: 4 });
  const target = createWriteStream(file, { mode: 0o600 });
  gzip.on('error', (error) => target.destroy(error));
  gzip.pipe(target);
  const done = finished(target);
  // The first failure reaches whoever writes next, or finish().
  done.catch(() => undefined);
  const write = async (bytes: Buffer): Promise<void> => {
    if (!gzip.write(bytes)) await Promise.race([new Promise((free) => gzip.once('drain', free)), done]);
  };
  const add = async (path: string, content: Buffer): Promise<void> => {
    const header = new Header({ path, size: content.length, mode: 0o600, mtime: new Date(), type: 'File' });
    if (header.encode()) throw new DatabaseStartError(`${path} has a name that is too long for a backup`);
    await write(header.block ?? Buffer.alloc(block));
    await write(content);
    await write(Buffer.alloc((block - (content.length % block)) % block));
  };
  return {
    add,
    addStream: async (path, stream) => {
      let part = 0;
      let held: Buffer[] = [];
      let size = 0;
      const flush = async () => {
        part += 1;
        await add(`${path}.${String(part).padStart(6, '0')}`, Buffer.concat(held, size));
        held = [];
        size = 0;
      };
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        held.push(chunk);
        size += chunk.length;
        if (size >= partBytes) await flush();
      }
      if (size > 0 || part === 0) await flush();
    },
    finish: async () => {
      await write(Buffer.alloc(2 * block));
      gzip.end();
      await done;
    },
  };
}

/** Reads an archive from its beginning; `take` gets one entry after another. Throws DatabaseStartError when the file cannot be read, is damaged or ends too early. */
export async function readArchive(file: string, take: (path: string, content: Buffer) => Promise<void>): Promise<void> {
  const source = createReadStream(file);
  let chain: Promise<void> = Promise.resolve();
  await new Promise<void>((done, fail) => {
    const stop = (error: Error) => {
      source.destroy();
      fail(error);
    };
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry: ReadEntry) => {
        chain = chain.then(() => takeEntry(entry, take));
        chain.catch(stop);
      },
    });
    source.once('error', ({ message }) => fail(new DatabaseStartError(`${file} cannot be read (${message})`)));
    parser.on('error', () => stop(new DatabaseStartError(`${file} is damaged, or not a backup of Tideline`)));
    parser.on('end', () => void chain.then(done, fail));
    source.pipe(parser);
  });
}

async function takeEntry(entry: ReadEntry, take: (path: string, content: Buffer) => Promise<void>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  await take(entry.path, Buffer.concat(chunks));
}

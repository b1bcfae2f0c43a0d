import { readFileSync } from 'node:fs';

interface RecordedFrame {
  dir: 'in' | 'out' | 'open';
  raw: string;
}

/** Gives the texts that a venue sent, exactly as on the wire, from a file of recorded frames (JSON lines). */
export function readFrames(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedFrame)
    .filter(({ dir }) => dir === 'in')
    .map(({ raw }) => raw);
}

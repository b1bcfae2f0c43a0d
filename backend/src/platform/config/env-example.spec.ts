import { readFileSync } from 'node:fs';
import { environmentSchema, readConfig } from './config';

const lines = readFileSync('.env.example', 'utf8').split('\n');
const example = Object.fromEntries(
  lines.filter((line) => /^[A-Z]/.test(line)).map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
);
/** Read by docker compose itself. */
const composeOnly = 'POSTGRES_PASSWORD';

describe('.env.example', () => {
  it('lists every variable that is read, and no other', () => {
    expect(
      Object.keys(example)
        .filter((name) => name !== composeOnly)
        .sort(),
    ).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  it('gives each its default: reading it equals reading an empty environment', () => {
    expect(readConfig(example)).toEqual(readConfig({}));
  });
});

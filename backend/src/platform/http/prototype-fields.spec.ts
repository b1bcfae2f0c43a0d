import { CodedError } from './coded-error';
import { refusePrototypeFields } from './prototype-fields';

function refused(json: string): string[] {
  try {
    refusePrototypeFields(JSON.parse(json));
  } catch (error) {
    if (error instanceof CodedError && error.status === 400) return (error.more.errors ?? []).map(({ path }) => path);
    throw error;
  }
  return [];
}

it.each([
  ['{"__proto__":{"role":"admin"}}', ['__proto__']],
  ['{"constructor":{"prototype":{"role":"admin"}}}', ['constructor']],
  ['{"constructor":null}', ['constructor']],
  ['{"prototype":1}', ['prototype']],
  ['{"a":{"b":[{"prototype":1}]}}', ['a.b.0.prototype']],
  ['[{"\\u005f_proto__":1}]', ['0.__proto__']],
])('refuses %s and names the field', (json, paths) => {
  expect(refused(json)).toEqual(paths);
});

it.each(['{"a":"__proto__","Constructor":1,"prototypes":[]}', '"constructor"', '[]', 'null'])('takes %s', (json) => {
  expect(refused(json)).toEqual([]);
});

it('looks through 10,000 levels, and tells of at most 50 fields', () => {
  const deep = `${'{"a":'.repeat(10_000)}{"constructor":1}${'}'.repeat(10_000)}`;
  expect(refused(deep).map((path) => path.length)).toEqual([2 * 10_000 + 'constructor'.length]);
  const many = `[${Array.from({ length: 1_000 }, () => '{"prototype":1}').join()}]`;
  expect(refused(many)).toHaveLength(50);
});

import { readFileSync } from 'node:fs';
import { indicatorKinds } from './catalogue';
import type { IndicatorKind } from './indicator';

const page = readFileSync('docs/indicators.md', 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [/^`(\w+)`/.exec(section)?.[1] ?? '', section]),
);

/** What stands behind `- **Name**: ` in the section of a kind. */
function line(kind: IndicatorKind, name: string): string {
  return new RegExp(`^- \\*\\*${name}\\*\\*: (.+)$`, 'm').exec(sections.get(kind.id) ?? '')?.[1] ?? '';
}

const usual = (kind: IndicatorKind): number[] => kind.parameters.map((parameter) => parameter.default);

describe('docs/indicators.md', () => {
  it('has one section for each kind, in the order of the catalogue, and none besides', () => {
    expect([...sections.keys()]).toEqual(indicatorKinds.map(({ id }) => id));
  });

  describe.each(indicatorKinds.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
    it('states its title, parameters, ranges and outputs', () => {
      const stated = kind.parameters.map(
        ({ name, default: value, min, max, whole }) => `\`${name}\` ${value} (${min} to ${max}${whole ? '' : ', need not be whole'})`,
      );
      expect(sections.get(id)).toMatch(new RegExp(`^\`${id}\` ${kind.title}\n`));
      expect(line(kind, 'Parameters')).toBe(stated.join(' · ') || 'none');
      const pane = kind.pane === 'price' ? 'over the candles' : 'in a pane of its own';
      expect(line(kind, 'Outputs')).toBe(`${kind.outputs.map((output) => `\`${output}\``).join(', ')}; ${pane}`);
    });

    it('states the first indices and the memory that it has with its usual parameters', () => {
      const [numbers] = /^[\d, ]*\d/.exec(line(kind, 'First index')) ?? [''];
      expect(numbers.split(', ').map(Number)).toEqual([...kind.firstIndex(usual(kind))]);
      const memory = kind.memory(usual(kind));
      expect(line(kind, 'Memory')).toMatch(memory === null ? /^the whole series/ : new RegExp(`^${memory} candles`));
    });

    it.each(['Formula', 'Where nothing moves', 'Elsewhere', 'Source', 'Held against'])('has a line: %s', (name) => {
      expect(line(kind, name)).not.toBe('');
    });
  });
});

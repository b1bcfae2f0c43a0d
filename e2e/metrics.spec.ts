import { readFileSync } from 'node:fs';
import { simulatedUrl } from './stage/journey';

const used = (file: string): string[] =>
  (readFileSync(file, 'utf8').match(/\b(tideline|process|nodejs)_[a-z0-9_]+/g) ?? []).map((name) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  );

describe('what Prometheus reads', () => {
  it.each(['monitoring/prometheus/rules.yml', 'monitoring/grafana/dashboards/tideline.json'])(
    'has every metric that %s asks for, in a process of all roles',
    async (file) => {
      const answer = await fetch(`${simulatedUrl}/metrics`);
      expect(answer.headers.get('content-type')).toContain('text/plain');
      const offered = new Set([...(await answer.text()).matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
      const names = [...new Set(used(file))];
      expect(names.length).toBeGreaterThan(5);
      expect(names.filter((name) => !offered.has(name))).toEqual([]);
    },
  );
});

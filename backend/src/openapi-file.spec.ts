import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiFile } from './openapi-file';

describe('docs/openapi.json', () => {
  it('is what the routes say now (node tools/openapi.mjs writes it)', async () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(JSON.parse(await openApiFile()));
  });

  it('is a valid OpenAPI 3.1 document in which every route has a summary, examples and problems', async () => {
    const source = readFileSync('docs/openapi.json', 'utf8');
    const config = await createConfig({ extends: ['recommended'], rules: { struct: 'error' } });
    const faults = await lintFromString({ source, absoluteRef: 'docs/openapi.json', config });
    expect(faults.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
    const { paths } = JSON.parse(source) as { paths: Record<string, Record<string, Operation>> };
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { summary, responses }] of Object.entries(operations)) {
        expect([method, path, summary]).toEqual([method, path, expect.any(String)]);
        const good = responses['200'] ?? responses['201'] ?? responses['202'];
        expect([path, good?.content?.['application/json']?.example]).toEqual([path, expect.anything()]);
        expect([path, Object.keys(responses)]).toEqual([path, expect.arrayContaining(['400', '429', '503'])]);
      }
    }
  });
});

interface Operation {
  summary: string;
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

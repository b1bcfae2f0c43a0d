// Writes docs/openapi.json from the routes and their zod schemas. A spec fails when the file differs from what this writes.
import { writeFile } from 'node:fs/promises';
import { backendEntries, bundle } from './bundle.mjs';

// The app that is asked has threads, which are entries of their own.
await bundle(backendEntries, 'dist/backend');
await bundle({ 'openapi-file': 'backend/src/openapi-file.ts' }, 'dist/openapi');
const { openApiFile } = await import('../dist/openapi/openapi-file.js');
await writeFile('docs/openapi.json', await openApiFile());

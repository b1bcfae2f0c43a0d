import { backendEntries, bundle } from './bundle.mjs';

await bundle(backendEntries, 'dist/backend');

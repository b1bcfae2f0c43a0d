/** Backend, libs and database: compiled by SWC to CommonJS; Nest, content-disposition and node-pg-migrate ship ESM only, so they are compiled too. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
  },
];

export default {
  rootDir: '..',
  roots: ['<rootDir>/backend', '<rootDir>/libs', '<rootDir>/database'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/backend/test/database-setup.ts',
  globalTeardown: '<rootDir>/backend/test/database-teardown.ts',
  testTimeout: 20_000,
  testMatch: ['**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^@tideline/(contracts|indicators)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|m?js)$': swc },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|content-disposition|node-pg-migrate)/)'],
};

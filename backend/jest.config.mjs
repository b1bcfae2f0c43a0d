/** Backend, libs and database: compiled by SWC to CommonJS; Nest, content-disposition, node-pg-migrate and what otplib stands on ship ESM only, so they are compiled too. */
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
  testTimeout: 60_000,
  testMatch: ['**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^@tideline/(contracts|indicators)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|m?js)$': swc },
  // Held where coverage is asked for, as npm test does: the indicators are what people check by hand, so no line of them goes untried.
  collectCoverageFrom: ['libs/indicators/src/**/*.ts', '!libs/indicators/src/index.ts', '!**/*.spec.ts'],
  coverageThreshold: { global: { statements: 98, branches: 98, functions: 98, lines: 98 } },
  coverageReporters: ['text-summary'],
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|content-disposition|node-pg-migrate|@scure|@noble)/)'],
};

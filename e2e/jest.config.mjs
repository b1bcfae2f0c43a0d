/** The browser journeys: the built app in a process of its own, driven through real Chromium. Run one at a time: they share two cores. */
const swc = ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }];

export default {
  rootDir: '..',
  roots: ['<rootDir>/e2e'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/e2e/stage/set-up.ts',
  globalTeardown: '<rootDir>/e2e/stage/tear-down.ts',
  testTimeout: 120_000,
  testMatch: ['**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^@tideline/(contracts|indicators)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.ts$': swc },
};

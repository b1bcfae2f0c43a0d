/** Frontend: jsdom, zoneless, templates compiled by jest-preset-angular; types are checked by tsc. */
export default {
  rootDir: '..',
  roots: ['<rootDir>/frontend/src'],
  testMatch: ['**/*.spec.ts'],
  testEnvironment: 'jsdom',
  setupFilesAfterEnv: ['<rootDir>/frontend/src/test-setup.ts'],
  moduleFileExtensions: ['ts', 'html', 'js', 'json', 'mjs'],
  moduleNameMapper: { '^@tideline/(contracts|indicators)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: {
    '^.+\\.(ts|js|mjs|html)$': [
      'jest-preset-angular',
      { tsconfig: '<rootDir>/frontend/tsconfig.spec.json', stringifyContentPathRegex: '\\.html$' },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(.*\\.mjs$|@angular/))'],
};

/** Backend, libs and database: compiled by SWC to CommonJS; Nest and content-disposition ship ESM only, so they are compiled too. */
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
  testMatch: ['**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: { '^@tideline/(contracts|indicators)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|m?js)$': swc },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|content-disposition)/)'],
};

// Lint at error level only. Type-aware rules where a mistake costs data (floating promises), size limits where taste has figures.
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  'max-depth': ['error', 3],
  complexity: ['error', 15],
};

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only platform/config and the entry points read the environment.',
};

const exportAll = { selector: 'ExportAllDeclaration', message: 'Name what is exported.' };

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.angular/**', '.nx/**', '.data/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['backend/tsconfig.json', 'frontend/tsconfig*.json', 'libs/*/tsconfig.json', 'e2e/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...sizes,
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', environment, exportAll],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/max-params': ['error', { max: 6 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  {
    files: [
      'backend/src/{main,backup,restore,audit-verify}.ts',
      'backend/src/platform/config/**/*.ts',
      'backend/test/**/*.ts',
      'backend/bench/**/*.ts',
      'e2e/**/*.ts',
      '**/*.spec.ts',
      '**/*.faults.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', exportAll] },
  },
  {
    // A describe block is one function however many cases it holds.
    files: ['**/*.spec.ts', '**/*.bench.ts', '**/*.faults.ts', 'backend/test/**/*.ts', 'backend/bench/**/*.ts', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    // Nest's constructors are its wiring: type-only imports would remove what injection reads.
    files: ['backend/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // A domain takes time and chance as arguments.
    files: ['backend/src/modules/*/domain/**/*.ts', 'libs/indicators/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass chance in.' },
        { object: 'Date', property: 'now', message: 'Pass time in.' },
      ],
      'no-restricted-syntax': [
        'error',
        environment,
        exportAll,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass time in.' },
      ],
    },
  },
  {
    files: ['frontend/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'tl', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'tl', style: 'camelCase' }],
    },
  },
  {
    files: ['frontend/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  {
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);

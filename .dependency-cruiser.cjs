/**
 * The boundaries of docs/architecture.md as data. tools/architecture.test.mjs plants an offence against every rule here and
 * sees it caught; a rule without an offence there fails that test.
 */

/** Which domain modules each module may call (through the other's index.ts only). */
const mayCall = {
  users: [],
  market: [],
  sentiment: ['market'],
  analytics: ['market'],
  portfolio: ['users', 'market'],
  alerts: ['users', 'market', 'analytics', 'sentiment'],
  admin: ['users', 'market', 'sentiment', 'analytics', 'portfolio', 'alerts'],
};

const spec = String.raw`\.(spec|bench|faults)\.ts$`;
const modules = '^backend/src/modules';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const moduleOrder = Object.entries(mayCall).map(([module, allowed]) =>
  rule(
    `module-order-${module}`,
    `${module} may call: ${allowed.join(', ') || 'no other module'}`,
    { path: `${modules}/${module}/` },
    { path: `${modules}/`, pathNot: `${modules}/(${[module, ...allowed].join('|')})/` },
  ),
);

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle means that two files are one thing.', {}, { circular: true }),
    rule('no-unresolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    rule(
      'front-door',
      'Other modules enter a module through its index.ts only.',
      { path: `${modules}/([^/]+)/` },
      {
        path: `${modules}/[^/]+/`,
        pathNot: [`${modules}/$1/`, `${modules}/[^/]+/index\\.ts$`],
      },
    ),
    ...moduleOrder,
    rule(
      'domain-is-pure',
      'Domain code knows no framework, no database, no clock source, no platform.',
      { path: `${modules}/[^/]+/domain/`, pathNot: spec },
      {
        pathNot: [`${modules}/[^/]+/domain/`, '^libs/', 'node_modules/decimal\\.js/'],
      },
    ),
    rule(
      'application-looks-down',
      'Verbs do not know who calls them.',
      { path: `${modules}/[^/]+/application/`, pathNot: spec },
      {
        path: `${modules}/[^/]+/(http|ws|jobs)/`,
      },
    ),
    rule(
      'adapters-look-down',
      'Repositories and venues give domain types; they do not call the application or the edges.',
      {
        path: `${modules}/[^/]+/(db|venues)/`,
        pathNot: spec,
      },
      { path: `${modules}/[^/]+/(application|http|ws|jobs)/` },
    ),
    rule(
      'edges-go-through-application',
      'Controllers, gateways and jobs do not reach around the application.',
      {
        path: `${modules}/[^/]+/(http|ws|jobs)/`,
        pathNot: spec,
      },
      { path: `${modules}/[^/]+/(db|venues)/` },
    ),
    rule(
      'platform-knows-no-domain',
      'Technical capabilities carry no domain word.',
      { path: '^backend/src/platform/', pathNot: spec },
      { path: modules },
    ),
    rule(
      'sql-driver-stays-home',
      'The PostgreSQL driver is used in platform/database only.',
      { path: '^backend/src/', pathNot: ['^backend/src/platform/database/', spec] },
      {
        path: 'node_modules/(@types/)?(pg|pg-copy-streams)/',
      },
    ),
    rule(
      'contracts-need-zod-only',
      'What crosses the wire depends on zod only.',
      { path: '^libs/contracts/', pathNot: spec },
      {
        pathNot: ['^libs/contracts/', 'node_modules/zod/'],
      },
    ),
    rule('indicators-need-nothing', 'Pure maths.', { path: '^libs/indicators/', pathNot: spec }, { pathNot: '^libs/indicators/' }),
    rule('libs-know-no-app', 'Libraries do not import the applications.', { path: '^libs/' }, { path: '^(backend|frontend)/' }),
    rule(
      'back-and-front-are-strangers',
      'They meet in libs/contracts.',
      { path: '^(backend|frontend)/' },
      {
        path: '^(backend|frontend)/',
        pathNot: '^$1/',
      },
    ),
    rule(
      'features-are-strangers',
      'A page does not import another page.',
      { path: '^frontend/src/app/features/([^/]+)/' },
      {
        path: '^frontend/src/app/features/',
        pathNot: '^frontend/src/app/features/$1/',
      },
    ),
    rule(
      'ui-is-dumb',
      'Widgets take signals in and give outputs; they know no client, store or page.',
      { path: '^frontend/src/app/ui/' },
      {
        path: '^frontend/src/app/(core|shell|features)/',
      },
    ),
    rule(
      'core-knows-no-page',
      'The core serves pages and does not know them.',
      { path: '^frontend/src/app/core/' },
      {
        path: '^frontend/src/app/(shell|features)/',
      },
    ),
    rule(
      'product-knows-no-tests',
      'Shipped code does not import tests, fakes or benchmarks.',
      { path: ['^backend/src/', '^frontend/src/', '^libs/[^/]+/src/'], pathNot: spec },
      {
        path: ['^(backend/(test|bench)|e2e)/', spec],
      },
    ),
    rule(
      'product-needs-no-dev-tools',
      'What ships may only use packages that ship.',
      { path: ['^backend/src/', '^libs/[^/]+/src/'], pathNot: spec },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.angular|\\.nx)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};

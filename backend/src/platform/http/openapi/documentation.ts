import { join } from 'node:path';
import files from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from './document';

/** ReDoc's bundle finds the element and draws itself: no inline script is needed. */
const redocPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Tideline API</title>
    <style>body { margin: 0; }</style>
  </head>
  <body>
    <redoc spec-url="/api/openapi.json"></redoc>
    <script src="/api/redoc/redoc.standalone.js"></script>
  </body>
</html>
`;

/** Serves the API's description: Swagger UI at /api/docs, ReDoc at /api/redoc, the document itself at /api/openapi.json. */
export async function serveDocumentation(app: NestFastifyApplication): Promise<void> {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('api/docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Tideline API',
  });
  const server = app.getHttpAdapter().getInstance();
  await server.register(files, {
    root: join(process.cwd(), 'node_modules/redoc/bundles'),
    prefix: '/api/redoc/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => path === '/redoc.standalone.js',
    maxAge: '1d',
  });
  server.get('/api/redoc', (_request, reply) => reply.type('text/html; charset=utf-8').send(redocPage));
}

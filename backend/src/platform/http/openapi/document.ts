import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problem } from '@tideline/contracts';
import { z } from 'zod';

const description = `Real-time cryptocurrency market data: consolidated prices that say where they come from, candles, trades, and the state of the data itself.

Times are RFC 3339 in UTC; series carry epoch milliseconds. What is unknown is null, never 0. Errors are RFC 9457 problem details with a stable \`code\`. Every answer carries \`RateLimit-Policy\` and \`RateLimit\`, as in \`"anonymous";r=99;t=3600, "ceiling";r=599;t=60\`: requests left and seconds until they are counted anew, what binds first before the rest; 429 carries \`Retry-After\`. Addresses have a quota, accounts and API keys (\`X-Api-Key\`) a larger one of their own. Market reads carry an \`ETag\`. The same figures come live over Socket.IO: namespace \`/live\`, path \`/socket.io\`.`;

/** Builds the OpenAPI 3.1 document of all routes from their zod schemas. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tideline')
    .setDescription(description)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of `POST /api/v1/auth/login`' })
    .addApiKey({ type: 'apiKey', name: 'X-Api-Key', in: 'header', description: 'A key of `POST /api/v1/users/me/api-keys`' }, 'apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => (schema instanceof z.ZodType ? converted(schema, schemaType) : undefined),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}.${method}`,
  });
  // What needs a sign-in says so itself; everything else is for anyone.
  document.security = [];
  const { schema: problemSchema } = converted(problem, 'output');
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  return document;
}

/** JSON Schema 2020-12 is what OpenAPI 3.1 speaks; schemas with an id become components. */
function converted(schema: z.ZodType, io: 'input' | 'output'): { schema: object; components: Record<string, object> } {
  const {
    $schema: _,
    $defs = {},
    id,
    ...bare
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    // Zod leaves out the examples of what is transformed; ours are examples of the input.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples as unknown[];
    },
  });
  const components = Object.fromEntries(Object.entries($defs).map(([name, { id: __, ...definition }]) => [name, definition as object]));
  if (id === undefined) return { schema: bare, components };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: bare } };
}

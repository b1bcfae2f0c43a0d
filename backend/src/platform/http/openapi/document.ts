import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problem } from '@tideline/contracts';
import { z } from 'zod';

const description = `Real-time cryptocurrency market data: consolidated prices that say where they come from, candles, trades, and the state of the data itself.

Times are RFC 3339 in UTC; series carry epoch milliseconds. What is unknown is null, never 0. Errors are RFC 9457 problem details with a stable \`code\`. Every answer carries \`RateLimit-Policy\` and \`RateLimit\`; market reads carry an \`ETag\`.`;

/** Builds the OpenAPI 3.1 document of all routes from their zod schemas. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tideline')
    .setDescription(description)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => (schema instanceof z.ZodType ? converted(schema, schemaType) : undefined),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}.${method}`,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: converted(problem, 'output').schema },
  };
  return document;
}

/** JSON Schema 2020-12 is what OpenAPI 3.1 speaks; named schemas move to the components. */
function converted(schema: z.ZodType, io: 'input' | 'output'): { schema: object; components: Record<string, object> } {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  const { id: __, ...bare } = rest;
  return { schema: bare, components: $defs };
}

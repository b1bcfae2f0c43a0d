import { StandardSchemaValidationPipe } from '@nestjs/common';
import { CodedError } from './coded-error';
import { refusePrototypeFields } from './prototype-fields';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  keys?: readonly string[];
}

/** Nest's pipe takes fields that lead to a prototype away in silence; ours refuses them like all that is not known. */
class ValidationPipe extends StandardSchemaValidationPipe {
  protected override stripProtoKeys(value: unknown): void {
    refusePrototypeFields(value);
  }
}

/** Validates parameters, queries and bodies by their zod schemas; a fault is a 400 that lists each path. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new ValidationPipe({
    exceptionFactory: (issues) => {
      const errors = issues.flatMap(described);
      const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
      return new CodedError('REQUEST.INVALID', 400, detail.slice(0, 1000), { errors: errors.slice(0, 50) });
    },
  });
}

function described(issue: Issue): { path: string; message: string }[] {
  if (issue.keys) return issue.keys.map((key) => ({ path: key, message: 'is not known here' }));
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return [{ path, message: issue.message }];
}

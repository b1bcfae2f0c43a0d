import { CodedError } from './coded-error';

/** Fields by which a careless copy of what was sent would change what all objects inherit. No route asks for one. */
const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const message = 'is not known here';
const mostTold = 50;

/** Throws a 400 that names each field of a parsed body or query, at any depth, that is called like the way to a prototype. */
export function refusePrototypeFields(value: unknown): void {
  const errors: { path: string; message: string }[] = [];
  const waiting: { value: unknown; at: string }[] = [{ value, at: '' }];
  for (let next = waiting.pop(); next !== undefined && errors.length < mostTold; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      const path = next.at === '' ? key : `${next.at}.${key}`;
      if (reserved.has(key)) errors.push({ path, message });
      else waiting.push({ value: inner, at: path });
    }
  }
  if (errors.length === 0) return;
  const detail = errors.map(({ path }) => `${path}: ${message}`).join('; ');
  throw new CodedError('REQUEST.INVALID', 400, detail.slice(0, 1000), { errors: errors.slice(0, mostTold) });
}

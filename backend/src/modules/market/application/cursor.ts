import { badCursor } from './market.errors';

/** Writes a position as an opaque cursor. */
export function writeCursor(position: readonly number[]): string {
  return Buffer.from(position.join('.')).toString('base64url');
}

/** Reads a cursor of `length` whole numbers; null for none. Throws a 400 for anything else. */
export function readCursor(cursor: string | undefined, length: number): number[] | null {
  if (cursor === undefined) return null;
  const parts = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  if (parts.length !== length || !parts.every((part) => /^\d{1,16}$/.test(part))) throw badCursor();
  return parts.map(Number);
}

import { Inject, Injectable } from '@nestjs/common';
import type { CandleInterval } from '@tideline/contracts';
import { Database } from '../../../platform/database/database';
import { intervalMinutes } from '../domain/candle';

/** Buckets of one interval that follow one another: `slots` of them, `stepMs` apart, the first opens at `from` (epoch ms). */
export interface Slots {
  from: number;
  stepMs: number;
  slots: number;
}

/** Reads the closes of many series at once. */
@Injectable()
export class CloseReader {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Writes each series' stored closes to its place: those of `marketIds[n]` from `out[offset + n * slots]` on, one per slot; the rest
   * stays as it is. Closes cross as bytes, so that a hundred thousand of them do not hold up the event loop as rows would.
   */
  async into(
    out: Float64Array,
    marketIds: readonly (number | null)[],
    interval: CandleInterval,
    { from, stepMs, slots }: Slots,
    offset = 0,
  ): Promise<void> {
    const source = interval === '1m' ? 'minute_candles WHERE' : `candles WHERE minutes = ${intervalMinutes[interval]} AND`;
    const rows = await this.database.query<{ place: number; bytes: Buffer }>(
      `SELECT m.place::int AS place, c.bytes
       FROM unnest($1::smallint[]) WITH ORDINALITY AS m (id, place)
       CROSS JOIN LATERAL (
         SELECT string_agg(int4send(((open_at - $2::bigint) / $3::bigint)::int) || float8send(close), ''::bytea) AS bytes
         FROM ${source} market_id = m.id AND open_at >= $2::bigint AND open_at < $4::bigint
       ) AS c
       WHERE c.bytes IS NOT NULL`,
      [marketIds, from, stepMs, from + slots * stepMs],
    );
    for (const { place, bytes } of rows) unpack(bytes, out, offset + (place - 1) * slots);
  }
}

/** Slot and close, 12 bytes, big-endian as PostgreSQL sends them. */
const packedBytes = 12;

function unpack(bytes: Buffer, out: Float64Array, offset: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += packedBytes) out[offset + view.getInt32(at)] = view.getFloat64(at + 4);
}

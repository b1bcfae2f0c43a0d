import { z } from 'zod';
import { pageFields, spans, symbolParam } from '../../market';

export const alertsQuery = z.strictObject({
  symbol: symbolParam.optional().describe('Of one asset only'),
  ...spans,
  ...pageFields,
});
export type AlertsQuery = z.output<typeof alertsQuery>;

import { correlate, correlateAsJson } from './modules/analytics/application/correlate';
import { measureVolatility } from './modules/analytics/application/measure-volatility';
import { snapshotDays } from './modules/analytics/application/snapshot-days';
import { writeIndicators } from './modules/analytics/application/write-indicators';
import { serveTasks } from './platform/threads/serve-tasks';

/** The entry of a thread: every task that may run on one. Each thread loads what is imported here, so no framework comes in. */
export default serveTasks([correlate, correlateAsJson, measureVolatility, snapshotDays, writeIndicators]);

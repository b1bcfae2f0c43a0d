import { correlate, correlateAsJson } from './modules/analytics/application/correlate';
import { measureVolatility } from './modules/analytics/application/measure-volatility';
import { snapshotDays } from './modules/analytics/application/snapshot-days';
import { serveTasks } from './platform/threads/serve-tasks';

/** The entry of a thread: every task that may run on one. Each thread loads what is imported here, so no framework comes in. */
export default serveTasks([correlate, correlateAsJson, measureVolatility, snapshotDays]);

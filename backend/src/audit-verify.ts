import 'reflect-metadata';
import { readConfig } from './platform/config/config';
import { createLog } from './platform/observability/log';
import { runToEnd } from './platform/observability/command';
import { verifyAuditLogs } from './verify-audit-logs';

await runToEnd(() => verifyAuditLogs(readConfig(process.env), createLog('warn'), process.argv[2]));

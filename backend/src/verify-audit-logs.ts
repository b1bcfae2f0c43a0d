import type { DataMode } from '@tideline/contracts';
import { auditKey } from './platform/audit/audit-chain';
import { headText, NotedHead, readHeadText } from './platform/audit/noted-head';
import { verifyChain } from './platform/audit/verify-chain';
import { ConfigError, type Config } from './platform/config/config';
import { knownSecret } from './platform/config/secret';
import { Database } from './platform/database/database';
import { joinDatabaseServer } from './platform/database/database-server';
import type { Log } from './platform/observability/log';
import { CommandError } from './platform/observability/command';

/**
 * Follows the audit log of each database that is there, or that of one from a head on that was noted earlier (`live:1234:<hash>`). Gives
 * a line for each that holds; throws CommandError with the lines of all when one does not.
 */
export async function verifyAuditLogs(config: Config, log: Log, from?: string): Promise<string> {
  const start = from === undefined ? null : startOf(from);
  const secret = knownSecret(config);
  const server = await joinDatabaseServer(config, log);
  try {
    const lines: string[] = [];
    let broken = false;
    for (const mode of ['live', 'simulated'] as const) {
      if (start !== null && start.mode !== mode) continue;
      if (!(await server.exists(mode))) continue;
      const found = await verifyOne({ mode, url: server.url(mode), secret, dataDir: config.DATA_DIR }, start?.head);
      lines.push(`${mode}: ${found.line}`);
      broken ||= !found.holds;
    }
    if (broken) throw new CommandError(lines.join('\n'));
    return lines.join('\n') || 'there is no audit log yet';
  } finally {
    await server.stop();
  }
}

interface Place {
  mode: DataMode;
  url: string;
  secret: Buffer;
  dataDir: string;
}

async function verifyOne(
  { mode, url, secret, dataDir }: Place,
  from: ReturnType<typeof startOf>['head'] | undefined,
): Promise<{ holds: boolean; line: string }> {
  const database = new Database({ connectionString: url, max: 1 });
  try {
    const [table] = await database.query<{ found: boolean }>(`SELECT to_regclass('audit_log') IS NOT NULL AS found`);
    if (table?.found !== true) return { holds: true, line: 'no audit log yet' };
    const noted = new NotedHead(dataDir, mode).read();
    const verdict = await verifyChain(database, auditKey(secret, mode), {
      ...(from === undefined ? {} : { from }),
      noted: noted === null ? [] : [noted],
    });
    if (!verdict.holds) return { holds: false, line: `BROKEN at row ${verdict.seq}: ${verdict.why}` };
    const { head } = verdict;
    const rows = head.seq - (from?.seq ?? 0);
    return { holds: true, line: `${rows} rows hold${head.seq === 0 ? '' : `; the head is ${mode}:${headText(head)}`}` };
  } finally {
    await database.close();
  }
}

function startOf(text: string): { mode: DataMode; head: NonNullable<ReturnType<typeof readHeadText>> } {
  const [mode = '', ...rest] = text.split(':');
  const head = readHeadText(rest.join(':'));
  if ((mode === 'live' || mode === 'simulated') && head !== null) return { mode, head };
  throw new ConfigError(`"${text}" is no head of an audit log, for example live:1234:${'0'.repeat(64)}`);
}

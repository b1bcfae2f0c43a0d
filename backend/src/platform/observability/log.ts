import { pino, type Logger } from 'pino';

/** The structured log: one JSON object a line, or one readable line each when somebody looks at a terminal. */
export type Log = Logger;

/** Injection token of the log. */
export const LOG = Symbol('log');

const labels = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info '],
  [40, 'warn '],
  [50, 'ERROR'],
  [60, 'FATAL'],
]);
const redact = ['req.headers.authorization', 'req.headers.cookie', 'password', 'token', 'apiKey', 'secret'];

/** Gives the process's log, writing to standard output at `level` and above. */
export function createLog(level: string): Log {
  const options = { level, base: undefined, redact, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  if (!process.stdout.isTTY) return pino(options);
  return pino(options, { write: (line: string) => process.stdout.write(readable(line)) });
}

function readable(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${String(time).slice(11, 19)} ${labels.get(Number(level)) ?? ''} ${typeof msg === 'string' ? msg : ''}${fields.join('')}${stack}\n`;
}

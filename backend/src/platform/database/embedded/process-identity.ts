import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Gives what tells one process from a later one with the same id (boot and start time), or null when no such process runs.
 * Linux reads /proc; macOS asks ps; Windows asks PowerShell.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    if (stat === null) return null;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}:${fields[19] ?? ''}`;
  }
  const started =
    process.platform === 'win32'
      ? await ask('powershell.exe', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.Ticks`])
      : await ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return started ?? 'unknown';
}

/** Whether the process is a PostgreSQL server that works on this data folder. */
export async function servesFolder(pid: number, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const [command, cwd] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      readlink(`/proc/${pid}/cwd`).catch(() => ''),
    ]);
    return command.includes('postgres') && cwd === folder;
  }
  const command =
    process.platform === 'win32'
      ? await ask('powershell.exe', ['-NoProfile', '-Command', `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`])
      : await ask('ps', ['-o', 'command=', '-p', String(pid)]);
  return command !== null && command.includes('postgres') && command.includes(folder);
}

/** Whether a process with this id runs, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function ask(program: string, args: string[]): Promise<string | null> {
  const answer = await run(program, args, { windowsHide: true, timeout: 10_000 }).catch(() => null);
  const text = answer?.stdout.trim() ?? '';
  return text === '' ? null : text;
}

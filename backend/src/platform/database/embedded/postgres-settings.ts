import { totalmem } from 'node:os';

const mib = 1024 * 1024;

/**
 * Settings of the embedded server, given at each start: durable (an acknowledged commit is on disk), and sized for a desktop that
 * does other things as well.
 */
export function postgresSettings(port: number, memoryBytes: number = totalmem()): Record<string, string> {
  const memory = memoryBytes / mib;
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '120',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_compression: 'on',
    wal_level: 'minimal',
    max_wal_senders: '0',
    min_wal_size: '128MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '10min',
    shared_buffers: `${Math.round(Math.min(256, Math.max(64, memory / 16)))}MB`,
    effective_cache_size: `${Math.round(Math.max(256, memory / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement reaches its caller; the server's log keeps what concerns the server.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  };
}

import { pino } from 'pino';
import { Database } from '../src/platform/database/database';
import { EmbeddedServer } from '../src/platform/database/embedded/embedded-server';

/** A process that owns an embedded server in the folder it is given, stores 10 rows, says so, and waits to be killed. */
const server = await EmbeddedServer.start(process.argv[2] ?? '', pino({ level: 'silent' }));
const database = new Database({ connectionString: server.url('postgres') });
await database.query('CREATE TABLE owned AS SELECT generate_series(1, 10) AS n');
await database.close();
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);

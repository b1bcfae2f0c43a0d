import { Leadership } from '../src/platform/database/leadership';

/** A process that competes for a duty and says on its standard output when it starts and stops it. */
const [connectionString, name = 'test'] = process.argv.slice(2);
const say = (what: string) => void process.stdout.write(`${what} ${Date.now()}\n`);
const leadership = new Leadership({ connectionString }, name, { start: () => say('start'), stop: () => say('stop') });
process.on('SIGTERM', () => void leadership.stop().then(() => process.exit(0)));
await leadership.start();
say('ready');

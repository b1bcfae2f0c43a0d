import 'reflect-metadata';
import { startApp } from './app';
import { ConfigError, readConfig } from './platform/config/config';
import { createLog } from './platform/observability/log';
import { explainStartFailure, stopOnSignals } from './platform/observability/process-end';

try {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const ending = stopOnSignals(log);
  const app = await startApp(config, log).catch((error: unknown) => explainStartFailure(log, error));
  ending.stopWith(() => app.stop());
  const ready = `Tideline is ready: ${app.url}`;
  if (log.isLevelEnabled('info')) log.info(ready);
  else process.stdout.write(`${ready}\n`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

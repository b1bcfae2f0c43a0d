import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Starts the Chromium that npm brought. No sandbox, because the tests may run as root; nothing else is changed. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await packed.executablePath(), args: ['--no-sandbox'] });
}

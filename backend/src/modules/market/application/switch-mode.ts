import { Inject, Injectable } from '@nestjs/common';
import type { DataMode } from '@tideline/contracts';
import { CONFIG, type Config } from '../../../platform/config/config';
import { CodedError } from '../../../platform/http/coded-error';
import { DATA_MODE } from './data-mode';

/** Injection token of what keeps the mode for the next start: `(mode) => Promise<void>`. */
export const REMEMBER_MODE = Symbol('remember mode');
export type RememberMode = (mode: DataMode) => Promise<void>;

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Keeps the mode that the user wants from the next start on. Nothing switches while the process runs. */
@Injectable()
export class SwitchMode {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'HOST' | 'MARKET_MODE'>,
    @Inject(DATA_MODE) readonly running: DataMode,
    @Inject(REMEMBER_MODE) private readonly remember: RememberMode,
  ) {}

  /** Refused (403) where MARKET_MODE has decided. */
  async switchTo(mode: DataMode): Promise<void> {
    const { MARKET_MODE } = this.config;
    if (MARKET_MODE !== 'auto') throw locked(`MARKET_MODE is ${MARKET_MODE}: change it there.`);
    await this.remember(mode);
  }

  /** The same without knowing who asks; refused (403) where others than the machine's own user can ask, too. */
  async switchAtMachine(mode: DataMode): Promise<void> {
    if (!loopback.test(this.config.HOST)) throw locked('Sign in as an administrator, or set MARKET_MODE.');
    await this.switchTo(mode);
  }
}

function locked(detail: string): CodedError {
  return new CodedError('MARKET.MODE_LOCKED', 403, detail);
}

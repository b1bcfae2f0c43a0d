import { Inject, Injectable } from '@nestjs/common';
import type { DataMode, ModeSwitched } from '@tideline/contracts';
import { forbidden, scopeMissing, signInRequired } from '../../../platform/access/access.errors';
import type { Identity } from '../../../platform/access/identity';
import { SwitchMode } from '../../market';
import { FindUsers } from '../../users';
import { AuditedDeeds } from './audited-deeds';

/** Lets administrators choose the market of the next start; while there is none, whoever sits at the machine. */
@Injectable()
export class ChooseMode {
  constructor(
    @Inject(SwitchMode) private readonly modes: SwitchMode,
    @Inject(FindUsers) private readonly users: FindUsers,
    @Inject(AuditedDeeds) private readonly deeds: AuditedDeeds,
  ) {}

  /** Throws a 401 or 403 for who may not, and a 403 where MARKET_MODE has decided. */
  async choose(identity: Identity, address: string, mode: DataMode): Promise<ModeSwitched> {
    if (await this.users.hasAdministrator()) await this.byAdministrator(identity, address, mode);
    else await this.modes.switchAtMachine(mode);
    return { running: this.modes.running, nextStart: mode };
  }

  private async byAdministrator(identity: Identity, address: string, mode: DataMode): Promise<void> {
    if (identity.kind === 'anonymous') throw signInRequired();
    if (identity.role !== 'admin') throw forbidden();
    if (!identity.scopes.includes('write')) throw scopeMissing('The API key has no scope "write".');
    const deed = { action: 'market.mode-chosen', subjectId: null, detail: { mode } };
    await this.deeds.do({ identity, address }, deed, () => this.modes.switchTo(mode));
  }
}

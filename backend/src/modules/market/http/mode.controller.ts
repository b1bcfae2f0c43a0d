import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { modeSwitch, modeSwitched, type DataMode, type ModeSwitch, type ModeSwitched } from '@tideline/contracts';
import { anyone } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { DATA_MODE } from '../application/data-mode';
import { SwitchMode } from '../application/switch-mode';

/** "Switch to live". */
@ApiTags('Market')
@anyone()
@Controller('api/v1/market/mode')
export class ModeController {
  constructor(
    @Inject(SwitchMode) private readonly mode: SwitchMode,
    @Inject(DATA_MODE) private readonly running: DataMode,
  ) {}

  @Post()
  @HttpCode(200)
  @answers(
    'Choose live or simulated from the next start on',
    modeSwitched,
    { running: 'simulated', nextStart: 'live' },
    { 403: 'MARKET.MODE_LOCKED' },
  )
  async switch(@Body({ schema: modeSwitch }) { mode }: ModeSwitch): Promise<ModeSwitched> {
    await this.mode.switchTo(mode);
    return { running: this.running, nextStart: mode };
  }
}

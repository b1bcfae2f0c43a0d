import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { modeSwitch, modeSwitched, type ModeSwitch, type ModeSwitched } from '@tideline/contracts';
import type { FastifyRequest } from 'fastify';
import { anyone, personal } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { ChooseMode } from '../application/choose-mode';

/** "Switch to live". */
@ApiTags('Market')
@personal()
@Controller('api/v1/market/mode')
export class ModeController {
  constructor(@Inject(ChooseMode) private readonly mode: ChooseMode) {}

  @Post()
  @HttpCode(200)
  @anyone()
  @answers(
    'Choose live or simulated from the next start on',
    modeSwitched,
    { running: 'simulated', nextStart: 'live' },
    { 401: 'AUTH.REQUIRED', 403: 'MARKET.MODE_LOCKED' },
    'For administrators. While an install has none, whoever sits at the machine may choose: only where HOST is loopback. Also 403 `AUTH.FORBIDDEN` and `AUTH.SCOPE`.',
  )
  choose(@Body({ schema: modeSwitch }) { mode }: ModeSwitch, @Req() { identity, ip }: FastifyRequest): Promise<ModeSwitched> {
    return this.mode.choose(identity, ip, mode);
  }
}

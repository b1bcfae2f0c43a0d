import { Injectable } from '@nestjs/common';
import type { HealthReport, PartHealth } from '@tideline/contracts';

export interface HealthCheck {
  /** Named when the check itself fails. */
  part: string;
  /** Whether the process cannot serve without this part. */
  required: boolean;
  check: () => Promise<PartHealth[]> | PartHealth[];
}

const answerMs = 2_000;

/** Where the parts of the process say how they are; each registers its own check. */
@Injectable()
export class Health {
  private readonly checks: HealthCheck[] = [];

  register(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** Asks every part; one that throws, or does not answer within 2 s, is down. */
  async report(): Promise<HealthReport & { ready: boolean }> {
    const answers = await Promise.all(this.checks.map(async (one) => ({ required: one.required, parts: await asked(one) })));
    const ready = answers.every(({ required, parts }) => !required || parts.every(({ state }) => state !== 'down'));
    const parts = answers.flatMap((answer) => answer.parts);
    const status = !ready ? 'down' : parts.every(({ state }) => state === 'up') ? 'up' : 'degraded';
    return { ready, status, parts };
  }
}

async function asked({ part, check }: HealthCheck): Promise<PartHealth[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer within 2 s')), answerMs)));
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return [{ part, state: 'down', detail: error instanceof Error ? error.message || String(error) : String(error), ageMs: null }];
  } finally {
    clearTimeout(timer);
  }
}

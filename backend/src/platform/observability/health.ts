import { Injectable } from '@nestjs/common';
import type { HealthReport, PartHealth } from '@tideline/contracts';

export interface HealthCheck {
  part: string;
  /** Whether the process cannot serve without this part. */
  required: boolean;
  check: () => Promise<Omit<PartHealth, 'part'>> | Omit<PartHealth, 'part'>;
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
    const parts = await Promise.all(this.checks.map(asked));
    const ready = this.checks.every(({ required }, index) => !required || parts[index]?.state !== 'down');
    const status = !ready ? 'down' : parts.every(({ state }) => state === 'up') ? 'up' : 'degraded';
    return { ready, status, parts };
  }
}

async function asked({ part, check }: HealthCheck): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer within 2 s')), answerMs)));
  try {
    return { part, ...(await Promise.race([check(), late])) };
  } catch (error) {
    return { part, state: 'down', detail: error instanceof Error ? error.message : String(error), ageMs: null };
  } finally {
    clearTimeout(timer);
  }
}

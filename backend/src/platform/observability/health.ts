import { Injectable } from '@nestjs/common';

/** How one part of the process is doing. `ageMs`: how old its newest sign of life is; null when it gives none. */
export interface PartHealth {
  part: string;
  state: 'up' | 'degraded' | 'down';
  detail: string | null;
  ageMs: number | null;
}

export interface HealthCheck {
  /** Whether the process can serve at all without this part. */
  required: boolean;
  check: () => Promise<PartHealth> | PartHealth;
}

/** Where the parts of the process say how they are; each registers its own check. */
@Injectable()
export class Health {
  private readonly checks: HealthCheck[] = [];

  register(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** Asks every part. */
  async report(): Promise<{ ready: boolean; parts: PartHealth[] }> {
    const answers = await Promise.all(this.checks.map(async (one) => ({ required: one.required, health: await answer(one) })));
    return {
      ready: answers.every(({ required, health }) => !required || health.state !== 'down'),
      parts: answers.map(({ health }) => health),
    };
  }
}

async function answer({ check }: HealthCheck): Promise<PartHealth> {
  return check();
}

import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One figure as it stands when Prometheus asks. */
export interface Sample {
  value: number;
  labels?: Record<string, string>;
}

/** The metrics of this process. Modules offer figures they keep anyway; they are read when somebody asks. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly httpDuration = new Histogram({
    name: 'tideline_http_request_duration_seconds',
    help: 'Time to answer, by route template and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A figure that goes up and down. */
  gauge(name: string, help: string, labelNames: string[], read: () => Sample[] | Promise<Sample[]>): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: async () => {
        const samples = await read();
        gauge.reset();
        for (const { value, labels = {} } of samples) gauge.set(labels, value);
      },
    });
  }

  /** A total that only rises until the process ends; somebody else counts it. */
  total(name: string, help: string, labelNames: string[], read: () => Sample[]): void {
    const counter = new Counter({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect: () => {
        counter.reset();
        for (const { value, labels = {} } of read()) counter.inc(labels, value);
      },
    });
  }
}

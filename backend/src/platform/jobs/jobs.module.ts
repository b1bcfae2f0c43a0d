import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { HandlesJob, handlersByName } from './job-handler';
import type { JobHandler } from './job-handler';
import { Jobs } from './jobs';
import type { JobsOptions } from './jobs';

const WORKS = Symbol('works');

/**
 * Gives every module `Jobs`. With `works` (role worker) the process also runs them: it refuses to start when a job has no handler or two.
 * Handlers are the providers marked `@HandlesJob`.
 */
@Module({})
export class JobsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly jobs: Jobs,
    private readonly discovery: DiscoveryService,
    @Inject(WORKS) private readonly works: { definitions: JobsOptions['definitions'] } | null,
  ) {}

  static with(options: JobsOptions & { works: boolean }): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: Jobs, useFactory: () => new Jobs(options) },
        { provide: WORKS, useValue: options.works ? { definitions: options.definitions } : null },
      ],
      exports: [Jobs],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.works !== null) await this.jobs.work(handlersByName(this.works.definitions, this.handlers()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.jobs.close();
  }

  private handlers(): [string, JobHandler][] {
    return this.discovery.getProviders({ metadataKey: HandlesJob.KEY }).flatMap((wrapper) => {
      const definition = this.discovery.getMetadataByDecorator(HandlesJob, wrapper);
      return definition === undefined ? [] : [[definition.name, wrapper.instance as JobHandler]];
    });
  }
}

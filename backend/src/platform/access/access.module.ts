import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard';
import { DeclaredPolicies } from './declared-policies';
import { Identities } from './identities';

/** Deny by default: each route declares who may take it, and every request is held to that. */
@Module({})
export class AccessModule {
  static with(identities: Identities): DynamicModule {
    const provided = { provide: Identities, useValue: identities };
    return {
      module: AccessModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [provided, DeclaredPolicies, { provide: APP_GUARD, useClass: AccessGuard }],
      exports: [provided],
    };
  }
}

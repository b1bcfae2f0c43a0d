import { Inject, Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { policyKey } from './policy';

const routePath = 'path';

/** Refuses to start while a route says nothing of who may take it. */
@Injectable()
export class DeclaredPolicies implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? this.undeclared(metatype as Type) : []));
    if (open.length > 0) throw new Error(`routes without a policy: ${open.join(', ')}; declare who may take them (platform/access/policy)`);
  }

  private undeclared(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, () => unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => {
        const handler = prototype[name];
        const isRoute = handler !== undefined && Reflect.hasMetadata(routePath, handler);
        return isRoute && this.reflector.getAllAndOverride(policyKey, [handler, controller]) === undefined;
      })
      .map((name) => `${controller.name}.${name}`);
  }
}

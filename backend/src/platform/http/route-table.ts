import type { FastifyInstance } from 'fastify';

/** Remembers which methods each route template takes, to tell an unknown path (404) from a wrong method (405). */
export class RouteTable {
  private readonly methods = new Map<string, { shape: RegExp; allowed: Set<string> }>();

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const shape = new RegExp(`^${url.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`);
      const entry = this.methods.get(url) ?? { shape, allowed: new Set<string>() };
      for (const one of [method].flat()) entry.allowed.add(one);
      this.methods.set(url, entry);
    });
  }

  /** Gives the methods that the path takes; none when no route has this path. */
  allowed(path: string): string[] {
    const found = [...this.methods.values()].filter(({ shape }) => shape.test(path)).flatMap(({ allowed }) => [...allowed]);
    return [...new Set(found)].sort();
  }
}

import { Injectable, inject, signal } from '@angular/core';
import type { AdminUser } from '@tideline/contracts';
import { firstValueFrom } from 'rxjs';
import { AdminApi } from '../../../core/admin-api';
import { isAccountId } from './audit-search';

const anybody = { search: undefined, status: undefined, role: undefined, verified: undefined };

/** Who stands behind the ids of the log, looked up once each. */
@Injectable()
export class People {
  private readonly api = inject(AdminApi);
  private readonly found = signal<ReadonlyMap<string, AdminUser | null>>(new Map());
  private readonly asked = new Set<string>();
  private looking: Promise<void> = Promise.resolve();

  /** The account of an id; null when there is none (any more), undefined as long as that is not known. */
  of(id: string): AdminUser | null | undefined {
    return this.found().get(id);
  }

  /** Looks these up where that was not done yet, one after another. */
  want(ids: Iterable<string>): void {
    for (const id of ids) {
      if (this.asked.has(id) || !isAccountId(id)) continue;
      this.asked.add(id);
      this.looking = this.looking.then(() => this.look(id));
    }
  }

  /** The account with this very address; null when there is none. Rejects with a `RequestFailure`. */
  async withEmail(email: string): Promise<AdminUser | null> {
    const { data } = await firstValueFrom(this.api.users({ ...anybody, search: email }));
    const person = data.find((user) => user.email.toLowerCase() === email.toLowerCase()) ?? null;
    if (person !== null) this.keep(person.id, person);
    return person;
  }

  private async look(id: string): Promise<void> {
    if (this.found().has(id)) return;
    try {
      const { data } = await firstValueFrom(this.api.users({ ...anybody, search: id }));
      this.keep(id, data.find((user) => user.id === id) ?? null);
    } catch {
      // The id stays to be read, and is asked for again with the next page.
      this.asked.delete(id);
    }
  }

  private keep(id: string, person: AdminUser | null): void {
    this.found.update((found) => new Map(found).set(id, person));
  }
}

import { Injectable, inject } from '@angular/core';
import type {
  AddAssetRequest,
  AdminAsset,
  AdminStats,
  AdminUser,
  AdminUserChange,
  AdminUserDetail,
  AssetChange,
  AuditEntry,
  Period,
  VerificationLink,
} from '@tideline/contracts';
import type { Observable } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import type { Page } from './api-client';
import { ApiRequests } from './api-requests';

/** Which accounts are looked for; undefined asks for any. */
export interface UsersAsked {
  search: string | undefined;
  status: AdminUser['status'] | undefined;
  role: AdminUser['role'] | undefined;
  verified: 'true' | 'false' | undefined;
}

/** Which rows of the audit log are looked for; times in epoch ms, from ≤ t < to. */
export interface AuditAsked {
  actor: string | undefined;
  subject: string | undefined;
  /** What the action begins with. */
  action: string | undefined;
  from: number | undefined;
  to: number | undefined;
}

const pageSize = 50;

/** What administrators read and do. Every failure is a `RequestFailure`. */
@Injectable({ providedIn: 'root' })
export class AdminApi {
  private readonly requests = inject(ApiRequests);

  /** Newest first. */
  users(asked: UsersAsked, cursor?: string): Observable<Page<AdminUser>> {
    return this.requests.get('admin/users', { ...asked, cursor, limit: pageSize });
  }

  user(id: string): Observable<AdminUserDetail> {
    return this.requests.get(userPath(id));
  }

  changeUser(id: string, change: AdminUserChange): Promise<AdminUserDetail> {
    return firstValueFrom(this.requests.send('PATCH', userPath(id), { body: change }));
  }

  resendVerification(id: string): Promise<unknown> {
    return firstValueFrom(this.requests.send('POST', `${userPath(id)}/resend-verification`));
  }

  verificationLink(id: string): Promise<VerificationLink> {
    return firstValueFrom(this.requests.send<VerificationLink>('POST', `${userPath(id)}/verification-link`));
  }

  endSession(userId: string, id: string): Promise<unknown> {
    return firstValueFrom(this.requests.send('DELETE', `${userPath(userId)}/sessions/${encodeURIComponent(id)}`));
  }

  revokeKey(userId: string, id: string): Promise<unknown> {
    return firstValueFrom(this.requests.send('DELETE', `${userPath(userId)}/api-keys/${encodeURIComponent(id)}`));
  }

  statistics(period: Period): Observable<AdminStats> {
    return this.requests.get('admin/stats', { period });
  }

  /** All of them in their order. */
  assets(): Observable<Page<AdminAsset>> {
    return this.requests.get('admin/assets', { limit: 500 });
  }

  addAsset(asked: AddAssetRequest): Promise<AdminAsset> {
    return firstValueFrom(this.requests.send<AdminAsset>('POST', 'admin/assets', { body: asked }));
  }

  changeAsset(symbol: string, change: AssetChange): Promise<AdminAsset> {
    return firstValueFrom(this.requests.send<AdminAsset>('PATCH', `admin/assets/${encodeURIComponent(symbol)}`, { body: change }));
  }

  /** Newest first. */
  auditLog(asked: AuditAsked, cursor?: string): Observable<Page<AuditEntry>> {
    return this.requests.get('admin/audit-log', { ...asked, cursor, limit: pageSize });
  }
}

function userPath(id: string): string {
  return `admin/users/${encodeURIComponent(id)}`;
}

import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  accepted,
  adminUserChange,
  adminUserDetail,
  verificationLink,
  type AdminUserChange,
  type AdminUserDetail,
  type VerificationLink,
} from '@tideline/contracts';
import { z } from 'zod';
import { admin } from '../../../platform/access/policy';
import { idempotent } from '../../../platform/http/idempotency/idempotent';
import { answers } from '../../../platform/http/openapi/answers';
import { AdministerUsers } from '../application/administer-users';
import type { Administrator } from '../application/audited-deeds';
import { ByAdministrator } from './administrator';
import { exampleLink, exampleUserDetail } from './users-examples';

interface Accepted {
  detail: string;
}

const id = z.uuid();
const mailed: Accepted = { detail: 'A mail with a new link is on its way.' };
const ended: Accepted = { detail: 'The session has ended.' };
const revoked: Accepted = { detail: 'The API key is revoked.' };
const unverified = { 404: 'USERS.UNKNOWN_USER', 409: 'USERS.ALREADY_VERIFIED' };

/** One account, for administrators. */
@ApiTags('Admin')
@Controller('api/v1/admin/users/:id')
export class AdminUserController {
  constructor(@Inject(AdministerUsers) private readonly users: AdministerUsers) {}

  @Get()
  @admin('read')
  @answers('One account with its sessions and keys', adminUserDetail, exampleUserDetail, { 404: 'USERS.UNKNOWN_USER' })
  one(@ByAdministrator() by: Administrator, @Param('id', { schema: id }) userId: string): Promise<AdminUserDetail> {
    return this.users.one(by, userId);
  }

  @Patch()
  @HttpCode(200)
  @admin('write')
  @answers(
    'Switch an account off or on, change its role',
    adminUserDetail,
    exampleUserDetail,
    { 403: 'AUTH.SCOPE', 404: 'USERS.UNKNOWN_USER', 409: 'USERS.LAST_ADMINISTRATOR', 422: 'USERS.EMAIL_NOT_VERIFIED' },
    'Disabling ends the sessions, sockets and API keys of the account at once and for good. Making somebody an administrator, or enabling one, is not for API keys. The last active administrator cannot be disabled or become a user, not by themself either. Also 403 `AUTH.FORBIDDEN`.',
  )
  change(
    @ByAdministrator() by: Administrator,
    @Param('id', { schema: id }) userId: string,
    @Body({ schema: adminUserChange }) change: AdminUserChange,
  ): Promise<AdminUserDetail> {
    return this.users.change(by, userId, change);
  }

  @Post('resend-verification')
  @HttpCode(202)
  @admin('write')
  @answers('Mail the link that confirms the address once more', accepted, mailed, unverified, undefined, 202)
  @idempotent()
  async resend(@ByAdministrator() by: Administrator, @Param('id', { schema: id }) userId: string): Promise<Accepted> {
    await this.users.resendVerification(by, userId);
    return mailed;
  }

  @Post('verification-link')
  @HttpCode(200)
  @admin('write')
  @answers('Make a link that confirms the address, to hand on where no mail arrives', verificationLink, exampleLink, unverified)
  link(@ByAdministrator() by: Administrator, @Param('id', { schema: id }) userId: string): Promise<VerificationLink> {
    return this.users.verificationLink(by, userId);
  }

  @Delete('sessions/:sessionId')
  @admin('write')
  @answers('End one of its sessions', accepted, ended, { 404: 'USERS.UNKNOWN_SESSION' })
  async endSession(
    @ByAdministrator() by: Administrator,
    @Param('id', { schema: id }) userId: string,
    @Param('sessionId', { schema: id }) sessionId: string,
  ): Promise<Accepted> {
    await this.users.endSession(by, userId, sessionId);
    return ended;
  }

  @Delete('api-keys/:keyId')
  @admin('write')
  @answers('Revoke one of its API keys', accepted, revoked, { 404: 'USERS.UNKNOWN_API_KEY' })
  async revokeKey(
    @ByAdministrator() by: Administrator,
    @Param('id', { schema: id }) userId: string,
    @Param('keyId', { schema: id }) keyId: string,
  ): Promise<Accepted> {
    await this.users.revokeKey(by, userId, keyId);
    return revoked;
  }
}

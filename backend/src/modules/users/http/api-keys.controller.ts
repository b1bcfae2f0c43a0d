import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { accepted, apiKeyInfo, apiKeyRequest, createdApiKey, listOf, type ApiKeyInfo, type CreatedApiKey } from '@tideline/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { stepUpRequired } from '../../../platform/access/access.errors';
import { Caller } from '../../../platform/access/caller';
import { Identities } from '../../../platform/access/identities';
import type { AccountIdentity } from '../../../platform/access/identity';
import { person } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { KeepApiKeys, type KeyOwner } from '../application/keep-api-keys';
import { exampleApiKey } from './api-key-example';
import { ownListQuery, pageOfOwn, type OwnListQuery } from './own-list';
import type { ApiKeyRequest } from './users.dto';

const listLimit = 500;
const keyId = z.uuid();
const revoked = { detail: 'The API key is revoked.' };
const allRevoked = { detail: 'All API keys are revoked.' };
const exampleCreated = { ...exampleApiKey, key: `${exampleApiKey.prefix}_nV0m…` };

/** The keys by which an account's own programs ask. Made and revoked by who is signed in; no key may make another. */
@ApiTags('Users')
@person()
@Controller('api/v1/users/me/api-keys')
export class ApiKeysController {
  constructor(
    @Inject(KeepApiKeys) private readonly keys: KeepApiKeys,
    @Inject(Identities) private readonly identities: Identities,
  ) {}

  @Get()
  @answers('The API keys of this account, without the secret part', listOf(apiKeyInfo), {
    data: [exampleApiKey],
    page: { nextCursor: null, limit: 50 },
  })
  async list(
    @Caller() { accountId }: AccountIdentity,
    @Query({ schema: ownListQuery }) query: OwnListQuery,
  ): Promise<{ data: ApiKeyInfo[]; page: { nextCursor: string | null; limit: number } }> {
    return pageOfOwn(await this.keys.list(accountId, listLimit), query);
  }

  @Post()
  @HttpCode(201)
  @ApiHeader({ name: 'X-Step-Up', required: false, description: 'A token of `POST /api/v1/auth/step-up`; needed for a key with `write`' })
  @answers(
    'Make an API key; this answer is the only one that shows it',
    createdApiKey,
    exampleCreated,
    { 403: 'AUTH.STEP_UP_REQUIRED', 409: 'USERS.TOO_MANY_API_KEYS', 422: 'USERS.KEY_EXPIRES_IN_PAST' },
    'Send it as `X-Api-Key`. At most 20 keys live at a time. A key with `write` is made only by who has just confirmed that it is them (`X-Step-Up`).',
    201,
  )
  async create(
    @Caller() caller: AccountIdentity,
    @Body({ schema: apiKeyRequest }) wanted: ApiKeyRequest,
    @Req() request: FastifyRequest,
  ): Promise<CreatedApiKey> {
    const sure = !wanted.scopes.includes('write') || this.identities.stepUpHolds(request.headers['x-step-up'], caller);
    if (!sure) throw stepUpRequired();
    return this.keys.create(ownerOf(caller, request), wanted);
  }

  @Delete()
  @answers('Revoke all API keys of this account', accepted, allRevoked)
  async revokeAll(@Caller() caller: AccountIdentity, @Req() request: FastifyRequest): Promise<{ detail: string }> {
    await this.keys.revokeAll(ownerOf(caller, request));
    return allRevoked;
  }

  @Delete(':id')
  @answers('Revoke an API key: the next request with it is refused', accepted, revoked, { 404: 'USERS.UNKNOWN_API_KEY' })
  async revoke(
    @Caller() caller: AccountIdentity,
    @Param('id', { schema: keyId }) id: string,
    @Req() request: FastifyRequest,
  ): Promise<{ detail: string }> {
    await this.keys.revoke(ownerOf(caller, request), id);
    return revoked;
  }
}

function ownerOf({ accountId }: AccountIdentity, { ip }: FastifyRequest): KeyOwner {
  return { userId: accountId, address: ip };
}

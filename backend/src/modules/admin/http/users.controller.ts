import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { adminUser, listOf, type AdminUser } from '@tideline/contracts';
import { admin } from '../../../platform/access/policy';
import { answers } from '../../../platform/http/openapi/answers';
import { listed } from '../../market';
import { FindUsers } from '../../users';
import { usersQuery, type UsersQuery } from './admin.dto';
import { exampleUser } from './users-examples';

/** The accounts, for administrators. */
@ApiTags('Admin')
@Controller('api/v1/admin/users')
export class AdminUsersController {
  constructor(@Inject(FindUsers) private readonly found: FindUsers) {}

  @Get()
  @admin('read')
  @answers('Find accounts, newest first', listOf(adminUser), { data: [exampleUser], page: { nextCursor: null, limit: 50 } })
  async list(
    @Query({ schema: usersQuery }) { limit, cursor, ...filter }: UsersQuery,
  ): Promise<{ data: AdminUser[]; page: { nextCursor: string | null; limit: number } }> {
    const { users, nextCursor } = await this.found.page(filter, { limit, cursor });
    return listed(users, limit, nextCursor);
  }
}

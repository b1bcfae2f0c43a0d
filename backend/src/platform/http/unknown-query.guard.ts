import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { CodedError } from './coded-error';

/** Refuses parameters of who asks a route that takes none; routes that take some refuse unknown ones by their own schema. */
@Injectable()
export class UnknownQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const [path] = Object.keys(request.query as object);
    if (path === undefined || !request.url.startsWith('/api/')) return true;
    const taken = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object);
    if (taken.some((argument) => argument.startsWith(`${RouteParamtypes.QUERY}:`))) return true;
    const message = 'is not known here';
    throw new CodedError('REQUEST.INVALID', 400, `${path}: ${message}`, { errors: [{ path, message }] });
  }
}

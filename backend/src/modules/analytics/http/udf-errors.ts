import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { UdfError } from '@tideline/contracts';
import { ErrorForms } from '../../../platform/http/error-forms';

/** Tells every fault under `/udf` as UDF does, `{s:"error", errmsg}`: also what limits, credentials and unknown paths refuse. */
@Injectable()
export class UdfErrors implements OnModuleInit {
  constructor(@Inject(ErrorForms) private readonly forms: ErrorForms) {}

  onModuleInit(): void {
    this.forms.offer('/udf/', ({ detail }) => JSON.stringify({ s: 'error', errmsg: detail } satisfies UdfError));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config';

/** Addresses of the app's pages, for mails and the log. Tokens stand after the #, so that no server or proxy on the way writes them down. */
@Injectable()
export class PageLinks {
  private readonly base: string;

  constructor(@Inject(CONFIG) { PUBLIC_URL, HOST, PORT }: Config) {
    this.base = (PUBLIC_URL ?? `http://${reachable(HOST)}:${PORT}`).replace(/\/+$/, '');
  }

  verifyEmail(token: string): string {
    return `${this.base}/verify-email#token=${token}`;
  }

  resetPassword(token: string): string {
    return `${this.base}/reset-password#token=${token}`;
  }

  forgotPassword(): string {
    return `${this.base}/forgot-password`;
  }

  setUp(token: string): string {
    return `${this.base}/set-up#token=${token}`;
  }
}

/** Who listens everywhere is found at this machine at least. */
function reachable(host: string): string {
  if (/^(0\.0\.0\.0|[0:]+)$/.test(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

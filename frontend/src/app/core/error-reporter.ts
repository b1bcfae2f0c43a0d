import { ErrorHandler, Injectable, inject, signal } from '@angular/core';

/** The last error nobody caught; the frame shows that something broke, the console says what. */
@Injectable({ providedIn: 'root' })
export class ErrorReporter {
  private readonly state = signal<unknown>(null);
  readonly last = this.state.asReadonly();

  report(error: unknown): void {
    console.error(error);
    this.state.set(error);
  }

  dismiss(): void {
    this.state.set(null);
  }
}

@Injectable()
export class ReportingErrorHandler implements ErrorHandler {
  private readonly reporter = inject(ErrorReporter);

  handleError(error: unknown): void {
    this.reporter.report(error);
  }
}

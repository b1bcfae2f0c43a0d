import { ErrorHandler, Injectable, inject, signal } from '@angular/core';

/** The last error nobody caught, for the frame to say that something broke. */
@Injectable({ providedIn: 'root' })
export class ErrorReporter {
  private readonly state = signal<unknown>(null);
  readonly last = this.state.asReadonly();

  report(error: unknown): void {
    this.state.set(error);
  }

  dismiss(): void {
    this.state.set(null);
  }
}

/** Writes uncaught errors to the console, as Angular does, and reports them. */
@Injectable()
export class ReportingErrorHandler extends ErrorHandler {
  private readonly reporter = inject(ErrorReporter);

  override handleError(error: unknown): void {
    super.handleError(error);
    this.reporter.report(error);
  }
}

import type { CodedError } from './coded-error';

/** Writes an error as the JSON that a protocol knows it by. */
export type ErrorForm = (error: CodedError) => string;

/** Folders of paths whose errors have a form that somebody else has laid down; all others are answered with problem details. */
export class ErrorForms {
  private readonly byFolder = new Map<string, ErrorForm>();

  /** For all paths that begin with `folder`, as `/folder/`. */
  offer(folder: string, form: ErrorForm): void {
    this.byFolder.set(folder, form);
  }

  /** The form of this address; null where problem details are answered. */
  of(url: string): ErrorForm | null {
    for (const [folder, form] of this.byFolder) if (url.startsWith(folder)) return form;
    return null;
  }
}

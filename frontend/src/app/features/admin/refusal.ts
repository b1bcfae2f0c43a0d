import type { Submission } from '../../core/submission';
import { adminWords } from '../../words/admin';
import { failureText } from '../../words/failures';

/** Why something that an administrator asked for was not done, as a sentence; empty when nothing was refused. */
export function refusalText({ failure, waitSeconds }: Pick<Submission, 'failure' | 'waitSeconds'>): string {
  return adminWords.refusals[failure()?.problem?.code ?? ''] ?? failureText(failure(), waitSeconds());
}

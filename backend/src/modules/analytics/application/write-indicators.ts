import { defineTask } from '../../../platform/threads/thread-task';
import { writeIndicatorSeries, type SeriesQuestion } from '../domain/write-series';

/** Computes and writes an answer as the bytes that are sent: megabytes of text would take the event loop long. */
export const writeIndicators = defineTask('write-indicators', (question: SeriesQuestion): Uint8Array =>
  new TextEncoder().encode(writeIndicatorSeries(question)),
);

/** A run of ids, both ends included. */
export interface IdRun {
  from: number;
  to: number;
}

/** Gives what is left of the runs when these others are taken out of them. */
export function withoutRuns<R extends IdRun>(runs: readonly R[], taken: readonly IdRun[]): R[] {
  return taken.reduce<R[]>(
    (left, cut) =>
      left.flatMap((run) => {
        if (run.to < cut.from || run.from > cut.to) return [run];
        const before = { ...run, to: Math.min(run.to, cut.from - 1) };
        const after = { ...run, from: Math.max(run.from, cut.to + 1) };
        return [before, after].filter((part) => part.from <= part.to);
      }),
    [...runs],
  );
}

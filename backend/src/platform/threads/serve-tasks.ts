import { move, transferableSymbol, valueSymbol } from 'piscina';
import { ownBuffers, type TaskCall, type ThreadTask } from './thread-task';

/** Gives what a thread exports: the function that runs the asked task of the table. Throws when two tasks have one name. */
export function serveTasks(tasks: readonly ThreadTask<never, unknown>[]): (call: TaskCall) => unknown {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  if (byName.size < tasks.length) throw new Error(`two thread tasks have one name: ${tasks.map(({ name }) => name).join(', ')}`);
  return ({ task: name, input }) => {
    const task = byName.get(name);
    if (task === undefined) throw new Error(`no thread task is called ${name}`);
    const result = task.run(input as never);
    const buffers = ownBuffers(result);
    return buffers.length === 0 ? result : move({ [transferableSymbol]: buffers, [valueSymbol]: result } as Parameters<typeof move>[0]);
  };
}

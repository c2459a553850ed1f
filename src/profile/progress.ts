/** Which rows can be judged already: those whose task every agent has been through. */
import type { ProfileCell } from './cells.ts';
import type { Profiled, Task } from './evidence.ts';
import { PATTERN, type PatternRow } from './pattern.ts';

/** A row with one cell an agent. */
export type Judged = Omit<PatternRow, 'judge'> & { readonly cells: readonly ProfileCell[] };

export function judged({ judge, ...row }: PatternRow, agents: readonly Profiled[]): Judged {
  return { ...row, cells: agents.map((one) => judge(one, agents)) };
}

/** `agents` fill up while it is played; `jobs`: every match that there is to be. */
export function rowsReached(agents: readonly Profiled[], jobs: readonly { readonly task: Task }[]) {
  const left = new Map<Task, number>();
  for (const { task } of jobs) left.set(task, (left.get(task) ?? 0) + 1);
  const told = new Map<string, Judged>();
  const tell = (rows: readonly PatternRow[]): readonly Judged[] =>
    rows
      .filter(({ id }) => !told.has(id))
      .map((row) => {
        const done = judged(row, agents);
        told.set(row.id, done);
        return done;
      });
  return {
    /** A match of this task has ended: the rows that are reached with it. */
    after(task: Task): readonly Judged[] {
      left.set(task, (left.get(task) ?? 0) - 1);
      return left.get(task) === 0 ? tell(PATTERN.filter((row) => row.task === task)) : [];
    },
    /** The others, judged by what there is. */
    rest: (): readonly Judged[] => tell(PATTERN),
    /** All that were told, in the order of the pattern. */
    all: (): readonly Judged[] => PATTERN.flatMap(({ id }) => told.get(id) ?? []),
  };
}

/** `homines tune list`: every training set, what was trained on it, how that is served, where it played, and the jobs at providers. */
import { isSame } from '../../core/lineage.ts';
import { adapterWords } from '../../core/served-model.ts';
import type { LogQuestions, TuningRow } from '../../core/log.ts';
import { isLogThere, openLog } from '../../store/log-reader.ts';
import { standingWords, tunedStanding } from '../../tune/proof.ts';
import { type Rented, rentedIn } from '../../tune/rented.ts';
import { isAtProvider } from '../../tune/run-folder.ts';
import { digestIn, proofsIn, readEvents, readOfRuns } from '../../tune/run-read.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { rentedWords } from '../shared/rented-words.ts';
import { wrap } from '../shared/text-columns.ts';
import { byHand } from '../../core/shell.ts';
import { type JobsElsewhere, jobLine, jobsElsewhere } from './jobs-elsewhere.ts';
import { upgrading } from '../shared/upgrading.ts';

/** A name by which an adapter was served, from its first row on until another adapter took the name. */
type Served = { readonly id: string; readonly from: number; readonly sessions: readonly string[] };

/** A run with one adapter, as `tune list --json` has it. */
type Listed = {
  readonly data: string;
  readonly run: string;
  readonly agent: string;
  /** SHA-256; null: it has not finished, or did not say. */
  readonly adapter: string | null;
  readonly standing: string;
  readonly proven: boolean;
  /** Whether its folder is in this lab folder. */
  readonly here: boolean;
  /** Cards that cost by the hour until they are ended; null: none. */
  readonly rented: (Rented & { readonly words: string }) | null;
  readonly served: readonly Served[];
};

export async function list({
  db: file = DEFAULT_DB,
  json = false,
  here: onlyHere = false,
}: {
  readonly db?: string | undefined;
  /** Nobody is asked for jobs. */
  readonly here?: boolean | undefined;
  readonly json?: boolean | undefined;
}): Promise<number> {
  const here = runsHere();
  const rows = await servedRuns(file);
  const isRun = (one: Listed, other: Listed): boolean => one.run === other.run && one.adapter === other.adapter;
  const listed = [
    // What its folder says of a run now is newer than its rows.
    ...rows.map((row) => {
      const now = here.find((one) => isRun(one, row));
      return now === undefined
        ? row
        : { ...row, here: true, standing: now.standing, proven: now.proven, rented: now.rented };
    }),
    ...here.filter((one) => rows.every((row) => !isRun(one, row))),
  ];
  const sets = [...Map.groupBy(listed, ({ data }) => data)].map(([data, runs]) => ({ data, runs }));
  const { jobs, silent } = onlyHere ? NOBODY_ASKED : await jobsElsewhere(process.cwd(), process.env);
  if (json) return printJson({ sets, jobs, silent });
  for (const sentence of silent) printProblem(wrap(sentence));
  if (sets.length === 0 && jobs.length === 0) {
    print(`There is no tuning run in this folder, and none was served: "${byHand('tune data --help')}" begins.`);
    return 0;
  }
  for (const { data, runs } of sets) {
    print(`set ${data.slice(0, 12)} (${runs[0]!.agent})`);
    for (const one of runs) {
      print(wrap(`run ${one.run}${one.here ? '' : ' (its folder is not here)'}: ${one.standing}`, 2));
      print(wrap(one.adapter === null ? 'no model yet' : adapterWords(one.adapter), 4));
      if (one.rented !== null) print(wrap(one.rented.words, 6));
      for (const { id, sessions } of one.served)
        print(
          wrap(`served as ${id}, ${sessions.length === 0 ? 'no session yet' : `sessions ${sessions.join(', ')}`}`, 6),
        );
    }
  }
  if (jobs.length > 0) print('jobs at providers');
  for (const job of jobs) print(wrap(jobLine(job), 2));
  return 0;
}

const NOBODY_ASKED: JobsElsewhere = { jobs: [], silent: [] };

/** What rows say was served. */
async function servedRuns(file: string): Promise<readonly Listed[]> {
  if (!(await isLogThere(file))) return [];
  const log = await openLog(file, upgrading());
  try {
    const rows = await log.tunings();
    const adapters = rows.filter((row, at) => rows.findIndex((one) => isSame(one, row)) === at);
    return await Promise.all(
      adapters.map(async (first): Promise<Listed> => {
        const mine = rows.filter((row) => isSame(row, first));
        const last = mine.at(-1)!;
        const ids = [...new Set(mine.map(idOf))];
        const served = await Promise.all(ids.map((id) => servedAs(log, rows, mine, id)));
        const { data, run, agent, adapter } = first;
        return {
          data,
          run,
          agent,
          adapter,
          standing: last.standing,
          proven: last.proven,
          here: false,
          rented: null,
          served,
        };
      }),
    );
  } finally {
    log.close();
  }
}

const idOf = ({ provider, model }: TuningRow): string => `${provider}/${model}`;

async function servedAs(
  log: LogQuestions,
  rows: readonly TuningRow[],
  mine: readonly TuningRow[],
  id: string,
): Promise<Served> {
  const named = rows.filter((row) => idOf(row) === id);
  const first = named.findIndex((row) => mine.includes(row));
  const from = named[first]!.at;
  const until = named.slice(first).find((row) => !mine.includes(row))?.at ?? Number.MAX_SAFE_INTEGER;
  return { id, from, sessions: await log.sessionsOfModel(id, from, until) };
}

/** The runs of this folder, as they stand. One that cannot be read is said, and left out. */
const runsHere = (): readonly Listed[] =>
  readOfRuns(
    process.cwd(),
    ({ folder, run }) => {
      const events = readEvents(folder);
      const standing = tunedStanding(proofsIn(events));
      const rented = rentedIn(events);
      const { hash: data, agent, control } = run.data;
      return {
        ...{ data, run: run.name, agent: control ? `control of ${agent}` : agent, adapter: digestIn(events) },
        ...{ standing: standingWords(standing), proven: standing.kind === 'tuned model', here: true, served: [] },
        rented: isAtProvider(run) && rented !== null ? { ...rented, words: rentedWords(run, rented) } : null,
      };
    },
    ({ message }) => printProblem(message),
  );

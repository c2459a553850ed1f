/** `homines tune watch`: a training as it goes, on a screen or in lines; who leaves leaves it running. */
import { join } from 'node:path';
import { isGone, lastSaid, type RunState, runState, stateOf } from '../../trainer/state.ts';
import { tunedStanding } from '../../tune/proof.ts';
import { lastRun } from '../../tune/last-run.ts';
import { eventReader } from '../../tune/run-events.ts';
import { isAtProvider, trainsHere, type TuningEvent, type TuningRun } from '../../tune/run-folder.ts';
import { runNamed } from '../../tune/run-read.ts';
import { trainingProgress, type TrainingProgress } from '../../tune/training-progress.ts';
import type { TrainingView } from '../../terminal/tune/view.ts';
import { onScreen } from '../../terminal/on-screen.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { type FollowedRun, followRun, NOT_FOLLOWED } from './followed-run.ts';
import { paidWords } from './job-words.ts';
import { endOf, farWords, jobWords, leftWords, type Looked, newsWords, shortState } from './watch-words.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';

/** Milliseconds between two looks at the events. */
const LOOK_MS = 500;
/** Milliseconds between two looks at whether the trainer lives: on some systems a program is asked. */
const ALIVE_MS = process.platform === 'win32' ? 5000 : 1500;
/** Milliseconds between two lines of a pipe, unless something other than a step has happened. */
const LINE_MS = 10_000;

/** Watches the run that is named, or the last one. Gives the exit code. `trust`: an address that the folder names is trusted. */
export function watch(named: string | undefined, json: boolean, trust = false): Promise<number> {
  const { folder, run } = named === undefined ? lastRun(process.cwd()) : runNamed(process.cwd(), named);
  return watched(folder, run, json, trust);
}

/** What is followed of a run. */
function following(folder: string) {
  const reader = eventReader(folder);
  const events: TuningEvent[] = [];
  let state: RunState | null = null;
  let lookedAt = -Infinity;
  let progress: TrainingProgress | null = null;
  return {
    /** The events so far; the state is looked at less often. `changed`: something has happened since the last call. */
    look(): {
      readonly state: RunState;
      readonly progress: TrainingProgress;
      readonly events: readonly TuningEvent[];
      readonly news: readonly TuningEvent[];
    } {
      const news = [...reader.more()];
      for (const event of news) events.push(event);
      const now = performance.now();
      if (state === null || now - lookedAt >= ALIVE_MS || news.some(({ kind }) => kind !== 'step')) {
        [state, lookedAt] = [stateOf(folder, events), now];
        if (isGone(state)) {
          // Between the two looks it may have said its last word.
          const late = reader.more();
          news.push(...late);
          events.push(...late);
          state = stateOf(folder, events);
        }
      }
      if (progress === null || news.length > 0) progress = trainingProgress(events);
      return { state, progress, events, news };
    },
  };
}

/** Whether nothing more is to come by itself. */
const isOver = (state: RunState): boolean => state.kind !== 'running' && state.kind !== 'ordered';

/** 0: it finished, was stopped or cancelled, or goes on; 1: it broke off. */
const codeOfState = ({ kind }: RunState): number =>
  kind === 'failed' || kind === 'refused' || kind === 'died' ? 1 : 0;

/** Watches a run to its end, or until the person leaves. Gives the exit code: 0 unless the training broke off (1) or a signal came. */
export async function watched(folder: string, run: TuningRun, json: boolean, trust = false): Promise<number> {
  const screen = onScreen() && !json;
  const followed =
    isAtProvider(run) && isWaitedFor(runState(folder))
      ? await followRun(process.cwd(), { folder, run }, trust, screen)
      : NOT_FOLLOWED;
  try {
    return await (screen ? onTerminal : inLines)(folder, run, followed, json);
  } finally {
    await followed.leave();
  }
}

/** Whether something goes on for a provider's model, or it is there to be seated. */
const isWaitedFor = ({ kind }: RunState): boolean => kind === 'ordered' || kind === 'running' || kind === 'finished';

/** Whether nobody has to wait any longer. */
const isDone = (state: RunState, followed: FollowedRun): boolean =>
  followed.fault() !== null || (isOver(state) && !followed.busy());

async function onTerminal(folder: string, run: TuningRun, followed: FollowedRun): Promise<number> {
  const { openTraining } = await import('../../terminal/tune/screen.ts');
  const follow = following(folder);
  const first = follow.look();
  const screen = openTraining(viewOf(folder, run, first, followed), join(process.cwd(), DEFAULT_DB));
  let last = first;
  const ticking = setInterval(() => {
    const done = isDone(last.state, followed);
    last = follow.look();
    screen.show(viewOf(folder, run, last, followed));
    if (done) clearInterval(ticking);
  }, LOOK_MS);
  const code = await screen.left;
  clearInterval(ticking);
  await screen.close();
  if (code !== null && code !== 0) return code;
  print(wrap(isDone(last.state, followed) ? endOf(run, last, followed).join(' ') : leftWords(run)));
  return codeOf(last.state, followed);
}

/** 1 where the training broke off, or could not be followed to its end. */
const codeOf = (state: RunState, followed: FollowedRun): number => (followed.fault() === null ? codeOfState(state) : 1);

async function inLines(folder: string, run: TuningRun, followed: FollowedRun, json: boolean): Promise<number> {
  const follow = following(folder);
  const stopped = catchSignals();
  let toldAt = -Infinity;
  let waiting = '';
  let said: string | null = null;
  try {
    for (;;) {
      const last = follow.look();
      const lines = last.news.flatMap((event) => newsWords(event));
      // What happened before somebody looked is told once, as it stands.
      for (const line of toldAt === -Infinity ? [] : lines) printProblem(line);
      const aside = followed.said();
      if (aside !== null && aside !== said) printProblem(wrap(`  ${aside}`));
      said = aside;
      if (isDone(last.state, followed)) {
        const { state, progress } = last;
        if (json) {
          printJson({ ...documentOf(folder, run, state, progress), ...besideOf(run, followed) });
          return codeOf(state, followed);
        }
        print(
          endOf(run, last, followed)
            .map((line) => wrap(line))
            .join('\n'),
        );
        return codeOf(state, followed);
      }
      const far = farWords(run, last);
      // What takes long and has no steps was told when it began.
      if (
        performance.now() - toldAt >= LINE_MS &&
        far !== waiting &&
        (toldAt === -Infinity || last.progress.doing === null)
      ) {
        [toldAt, waiting] = [performance.now(), far];
        printProblem(`${run.name}: ${far}`);
      }
      await paused(LOOK_MS, stopped.signal);
      if (stopped.signal.aborted) {
        printProblem(wrap(leftWords(run)));
        return stopped.exitCode();
      }
    }
  } finally {
    stopped.done();
  }
}

function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}

function viewOf(folder: string, run: TuningRun, looked: Looked, followed: FollowedRun): TrainingView {
  const { state, progress } = looked;
  const { data, base, name } = run;
  const over = isDone(state, followed);
  return {
    name,
    label: data.control ? 'random' : (/^(economicus|moralis)/.exec(data.agent)?.[0] ?? 'other'),
    of: `${data.control ? 'control: ' : ''}${data.agent}, ${data.train.toLocaleString('en')} rows, ${base.name}`,
    looks: isAtProvider(run) ? 0 : run.options.looks + 1,
    progress,
    state: state.kind === 'ordered' ? jobWords(run, state) : over ? shortState(state) : 'training',
    stage: !over ? 'running' : codeOf(state, followed) === 0 ? 'good' : 'bad',
    paid: isAtProvider(run) ? paidWords(run, progress) : null,
    end: over ? endOf(run, looked, followed) : [],
    now: over ? null : followed.said(),
    said: over || (isAtProvider(run) && !trainsHere(run)) ? '' : lastSaid(folder),
  };
}

/** What is known beside of a run at a provider. */
const besideOf = (run: TuningRun, followed: FollowedRun) =>
  isAtProvider(run) ? { seat: followed.seat(), trouble: followed.fault() } : {};

/** Everything that there is to know, for programs. */
export const documentOf = (folder: string, run: TuningRun, state: RunState, progress: TrainingProgress) => ({
  ...{ name: run.name, folder, run, state },
  ...{ steps: progress.steps.length, of: progress.of, loss: progress.steps.at(-1)?.loss ?? null },
  ...{ looks: progress.looks, checkpoint: progress.checkpoint, early: progress.early, device: progress.device },
  ...{ proofs: progress.proofs, standing: tunedStanding(progress.proofs) },
});

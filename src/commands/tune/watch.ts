/** `homines tune watch`: a training as it goes, on a screen or in lines; who leaves leaves it running. */
import { lasting } from '../../core/format.ts';
import { join } from 'node:path';
import { byHand } from '../../core/shell.ts';
import { cleanLine } from '../../core/outside-text.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { isGone, lastSaid, type RunState, runState, stateOf, stateWords } from '../../trainer/state.ts';
import { standingWords, tunedStanding } from '../../tune/proof.ts';
import { lastRun } from '../../tune/last-run.ts';
import { eventReader } from '../../tune/run-events.ts';
import { isAtProvider, trainsHere, type TuningEvent, type TuningRun } from '../../tune/run-folder.ts';
import { runNamed } from '../../tune/run-read.ts';
import { agreementWords, trainingProgress, type TrainingProgress } from '../../tune/training-progress.ts';
import type { TrainingView } from '../../terminal/tune/view.ts';
import { onScreen } from '../../terminal/on-screen.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { type Company, keepCompany, NO_COMPANY } from './company.ts';
import { billWords, paidWords, trainedAtProvider } from './job-words.ts';
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
  const company =
    isAtProvider(run) && isWaitedFor(runState(folder))
      ? await keepCompany(process.cwd(), { folder, run }, trust)
      : NO_COMPANY;
  try {
    return await (onScreen() && !json ? onTerminal : inLines)(folder, run, company, json);
  } finally {
    await company.leave();
  }
}

/** Whether something goes on for a provider's model, or it is there to be seated. */
const isWaitedFor = ({ kind }: RunState): boolean => kind === 'ordered' || kind === 'running' || kind === 'finished';

/** Whether nobody has to wait any longer. */
const isDone = (state: RunState, company: Company): boolean =>
  company.fault() !== null || (isOver(state) && !company.busy());

async function onTerminal(folder: string, run: TuningRun, company: Company): Promise<number> {
  const { openTraining } = await import('../../terminal/tune/screen.ts');
  const follow = following(folder);
  const first = follow.look();
  const screen = openTraining(viewOf(folder, run, first, company), join(process.cwd(), DEFAULT_DB));
  let last = first;
  const ticking = setInterval(() => {
    const done = isDone(last.state, company);
    last = follow.look();
    screen.show(viewOf(folder, run, last, company));
    if (done) clearInterval(ticking);
  }, LOOK_MS);
  const code = await screen.left;
  clearInterval(ticking);
  await screen.close();
  if (code !== null && code !== 0) return code;
  print(wrap(isDone(last.state, company) ? endOf(run, last, company).join(' ') : leftWords(run)));
  return codeOf(last.state, company);
}

/** 1 where the training broke off, or could not be followed to its end. */
const codeOf = (state: RunState, company: Company): number => (company.fault() === null ? codeOfState(state) : 1);

/** What is said where somebody leaves a training that goes on. */
const leftWords = ({ name }: TuningRun): string =>
  `${name} goes on training by itself: "${byHand(`tune watch ${name}`)}" comes back to it, "${byHand(`tune stop ${name}`)}" stops it.`;

async function inLines(folder: string, run: TuningRun, company: Company, json: boolean): Promise<number> {
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
      const aside = company.said();
      if (aside !== null && aside !== said) printProblem(wrap(`  ${aside}`));
      said = aside;
      if (isDone(last.state, company)) {
        const { state, progress } = last;
        if (json) {
          printJson({ ...documentOf(folder, run, state, progress), ...besideOf(run, company) });
          return codeOf(state, company);
        }
        print(
          endOf(run, last, company)
            .map((line) => wrap(line))
            .join('\n'),
        );
        return codeOf(state, company);
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

/** How far it is, on one line. */
function farWords(run: TuningRun, { state, progress }: Looked): string {
  const now = progress.steps.at(-1);
  const held = agreementWords(progress);
  return (
    [
      state.kind === 'ordered' ? jobWords(run, state) : null,
      now === undefined ? null : `step ${now.step}${progress.of === null ? '' : ` of ${progress.of}`}`,
      progress.doing,
      now === undefined ? null : `loss ${now.loss.toFixed(2)}`,
      held === null ? null : `held-out ${held}`,
      billWords(progress),
      progress.left === null ? null : `${lasting(progress.left)} left`,
    ]
      .filter((one) => one !== null)
      .join(', ') || 'begins'
  );
}

/** What is worth a line of its own when it happens. */
function newsWords(event: TuningEvent): readonly string[] {
  switch (event.kind) {
    case 'doing':
      return [`  ${cleanLine(event.what)}`];
    case 'proof':
      return [
        `  proof of ${event.proof.name}: ${event.proof.passed ? `passed, ${event.proof.figure}` : `FAILED, ${event.proof.fault ?? event.proof.figure}`}`,
      ];
    case 'held-out':
      return [`  step ${event.step}: ${event.all.right} of ${event.all.asked} held-out questions as theory answers`];
    case 'batch':
      return [`  ${event.size} rows at once from now on: ${cleanLine(event.why)}`];
    case 'stopped':
      return event.why === 'early' ? [`  ends early at step ${event.step}: agreement has not risen`] : [];
    default:
      return [];
  }
}

type Looked = {
  readonly state: RunState;
  readonly progress: TrainingProgress;
  readonly events: readonly TuningEvent[];
};

function viewOf(folder: string, run: TuningRun, looked: Looked, company: Company): TrainingView {
  const { state, progress } = looked;
  const { data, base, name } = run;
  const over = isDone(state, company);
  return {
    name,
    label: data.control ? 'random' : (/^(economicus|moralis)/.exec(data.agent)?.[0] ?? 'other'),
    of: `${data.control ? 'control: ' : ''}${data.agent}, ${data.train.toLocaleString('en')} rows, ${base.name}`,
    looks: isAtProvider(run) ? 0 : run.options.looks + 1,
    progress,
    state: state.kind === 'ordered' ? jobWords(run, state) : over ? shortState(state) : 'training',
    stage: !over ? 'running' : codeOf(state, company) === 0 ? 'good' : 'bad',
    paid: isAtProvider(run) ? paidWords(run, progress) : null,
    end: over ? endOf(run, looked, company) : [],
    now: over ? null : company.said(),
    said: over || (isAtProvider(run) && !trainsHere(run)) ? '' : lastSaid(folder),
  };
}

/** A job in its provider's own word: "running at OpenAI". */
const jobWords = (run: TuningRun, { state, said }: RunState & { readonly kind: 'ordered' }): string =>
  `${said === '' ? state : said} at ${isAtProvider(run) ? TUNER_FACTS[run.on].label : 'its provider'}`;

const shortState = (state: RunState): string =>
  state.kind === 'failed' || state.kind === 'refused' || state.kind === 'died'
    ? { failed: 'failed', refused: 'not trained', died: 'broke off' }[state.kind]
    : stateWords(state);

/** What came out, and what to do next: a sentence or two. */
function endOf(run: TuningRun, looked: Looked, company: Company): readonly string[] {
  const { state, progress } = looked;
  const { name } = run;
  const resume = `"${byHand(`tune resume ${name}`)}"`;
  const fault = company.fault();
  if (fault !== null) return [fault, ...(state.kind === 'finished' ? [] : [`${resume} follows the job again.`])];
  switch (state.kind) {
    case 'finished': {
      if (isAtProvider(run)) return trainedAtProvider(run, looked, company.seat());
      const held = agreementWords(progress);
      const standing = standingWords(tunedStanding(progress.proofs));
      return [
        `${name} finished in ${lasting(1000 * state.seconds)}${progress.early ? ', early' : ''}: ${held === null ? 'nothing was held out' : `held-out agreement ${held}`}; what is served is that of step ${state.step}.`,
        `It is ${standing}. "${byHand(`tune serve ${name}`)}" seats it, "${byHand(`tune play ${name}`)}" plays against it.`,
      ];
    }
    case 'stopped':
      return [`${name} was stopped at step ${state.step}: ${resume} goes on.`];
    case 'prepared':
      return [`${name} is prepared and was never begun: ${resume} begins it.`];
    case 'failed':
      return [
        `${name} failed: ${state.sentence}`,
        state.again
          ? `${resume} tries again${isAtProvider(run) ? '' : ' from its last checkpoint'}.`
          : `To try this run again would end the same: begin another with "${byHand('tune start')}".`,
      ];
    case 'refused':
      return [
        `${name} was not trained: the proof of ${state.proof.name} failed, ${state.proof.fault ?? state.proof.figure}.`,
        `Make a set that passes it, and begin a new run.`,
      ];
    case 'died':
      return [
        `${name} broke off at step ${state.step} without a word${state.said === '' ? '' : `; the trainer's last line: ${state.said}`}.`,
        `${resume} goes on from ${progress.checkpoint === null ? 'the beginning' : `the checkpoint of step ${progress.checkpoint}`}.`,
      ];
    case 'elsewhere':
      return [
        `${name} was begun on another computer, ${state.host}: whether it runs cannot be seen from here; ${resume} trains it here.`,
      ];
    case 'ordering':
      return [
        `${name} is on its way to its provider, and no job is known yet: ${resume} goes on, and orders none twice.`,
      ];
    case 'cancelled':
      return [`${name} was cancelled and does not go on: begin another with "${byHand('tune start')}".`];
    case 'running':
    case 'ordered':
      return [leftWords(run)];
  }
}

/** What is known beside of a run at a provider. */
const besideOf = (run: TuningRun, company: Company) =>
  isAtProvider(run) ? { seat: company.seat(), trouble: company.fault() } : {};

/** Everything that there is to know, for programs. */
export const documentOf = (folder: string, run: TuningRun, state: RunState, progress: TrainingProgress) => ({
  ...{ name: run.name, folder, run, state },
  ...{ steps: progress.steps.length, of: progress.of, loss: progress.steps.at(-1)?.loss ?? null },
  ...{ looks: progress.looks, checkpoint: progress.checkpoint, early: progress.early, device: progress.device },
  ...{ proofs: progress.proofs, standing: tunedStanding(progress.proofs) },
});

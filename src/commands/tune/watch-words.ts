/** What is said of a training while it is watched: how far it is, what has just happened, how it ended and what to do next. */
import { lasting } from '../../core/format.ts';
import { cleanLine } from '../../core/outside-text.ts';
import { byHand } from '../../core/shell.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { type RunState, stateWords } from '../../trainer/state.ts';
import { standingWords, tunedStanding } from '../../tune/proof.ts';
import { isAtProvider, type TuningEvent, type TuningRun } from '../../tune/run-folder.ts';
import { agreementWords, type TrainingProgress } from '../../tune/training-progress.ts';
import type { FollowedRun } from './followed-run.ts';
import { billWords, trainedAtProvider } from './job-words.ts';

export type Looked = {
  readonly state: RunState;
  readonly progress: TrainingProgress;
  readonly events: readonly TuningEvent[];
};

/** What is said where somebody leaves a training that goes on. */
export const leftWords = ({ name }: TuningRun): string =>
  `${name} goes on training by itself: "${byHand(`tune watch ${name}`)}" comes back to it, "${byHand(`tune stop ${name}`)}" stops it.`;

/** How far it is, on one line. */
export function farWords(run: TuningRun, { state, progress }: Looked): string {
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
export function newsWords(event: TuningEvent): readonly string[] {
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

/** A job in its provider's own word: "running at OpenAI". */
export const jobWords = (run: TuningRun, { state, said }: RunState & { readonly kind: 'ordered' }): string =>
  `${said === '' ? state : said} at ${isAtProvider(run) ? TUNER_FACTS[run.on].label : 'its provider'}`;

export const shortState = (state: RunState): string =>
  state.kind === 'failed' || state.kind === 'refused' || state.kind === 'died'
    ? { failed: 'failed', refused: 'not trained', died: 'broke off' }[state.kind]
    : stateWords(state);

/** What came out, and what to do next: a sentence or two. */
export function endOf(run: TuningRun, looked: Looked, followed: FollowedRun): readonly string[] {
  const { state, progress } = looked;
  const { name } = run;
  const resume = `"${byHand(`tune resume ${name}`)}"`;
  const fault = followed.fault();
  if (fault !== null) return [fault, ...(state.kind === 'finished' ? [] : [`${resume} follows the job again.`])];
  switch (state.kind) {
    case 'finished': {
      if (isAtProvider(run)) return trainedAtProvider(run, looked, followed);
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

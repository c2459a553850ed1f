/** `homines tune data`: a training set from a utility. */
import { counted } from '../../core/format.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { byHand, commandLine } from '../../core/shell.ts';
import { LEAST_MARGIN } from '../../tune/items.ts';
import { proveLabels } from '../../tune/labels-proof.ts';
import { makeRows, type RowsMade, type RowsWanted } from '../../tune/rows-made.ts';
import { cardOf, previewOf } from '../../tune/set-card.ts';
import { refuseFilled, unwriteSet, writeSet } from '../../tune/set-written.ts';
import type { TrainedAgent } from '../../tune/trained-agent.ts';
import { trainableNamed } from '../../tune/trainable-games.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { countLine } from '../shared/progress-bar.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';

/** What `tune data` takes. */
export type DataFlags = {
  readonly agent?: TrainedAgent | undefined;
  readonly games?: readonly string[] | undefined;
  readonly rows?: number | undefined;
  readonly heldOut?: number | undefined;
  readonly seed?: number | undefined;
  readonly out?: string | undefined;
  readonly reasons?: number | undefined;
  readonly decisions?: number | undefined;
  readonly form?: number | undefined;
  readonly disclosed?: number | undefined;
  readonly contrast?: number | undefined;
  readonly lambda?: number | undefined;
  readonly margin?: number | undefined;
  /** '' where it was typed bare. */
  readonly control?: string | undefined;
  readonly json?: boolean | undefined;
};

/** What is taken where nothing is said. Shares and sizes are ours. */
export const USUAL = {
  rows: 1000,
  heldOut: 200,
  seed: 1,
  reasons: 0.25,
  decisions: 0.25,
  form: 0.1,
  // Opposite a person and in a profile nobody is named, in a run everybody is: the one wording leaves room for the other.
  disclosed: 0.25,
  contrast: 0.5,
  margin: LEAST_MARGIN,
} as const;

/** Rows between two looks at what else is to be done. */
const AT_A_TIME = 25;

/** Makes a set, proves its labels, and says what is in it. Gives the exit code. */
export async function data(flags: DataFlags): Promise<number> {
  const { agent, out } = flags;
  if (agent === undefined || out === undefined || out === '')
    throw new UserError(
      `homines tune data needs an agent and a folder, as in "${byHand('tune data --agent economicus --out sets/economicus')}".`,
    );
  const wanted = await wantedBy(flags, agent);
  refuseFilled(out);
  const { signal, done, exitCode } = catchSignals();
  const line = countLine();
  let written = false;
  try {
    const made = await madeOf(wanted, signal, line.draw);
    const set = writeSet(
      out,
      {
        ...{ version: 1, agent: agent.name, taste: agent.taste, control: wanted.control, labels: 'ours' },
        ...{ games: wanted.games.map(({ name }) => name), seed: wanted.seed },
        shares: {
          reasons: wanted.lambda === null ? wanted.reasons : 0,
          decisions: wanted.lambda === null ? wanted.decisions : 1,
          form: wanted.form,
          disclosed: wanted.disclosed,
          contrast: wanted.contrast,
        },
        ...{ margin: wanted.margin, lambda: wanted.lambda, leftOut: made.leftOut },
        rows: { train: made.train.length, heldOut: made.heldOut.length },
        ...{ homines: version(), licence: 'MIT' },
      },
      made,
      (whole) => ({ card: cardOf(whole, made.train, made.heldOut, wanted.games), preview: previewOf(made.train) }),
    );
    written = true;
    // Read back from disk and solved a second time.
    const proof = await proveLabels(out, (solved, of) => line.draw('solved again', solved, of), signal);
    line.clear();
    if (!proof.passed) throw new Error(`the labels of ${out} are not proved: ${proof.fault ?? ''}`);
    if (flags.json ?? false) return printJson({ folder: out, ...set, proof: proof.figure });
    print(
      wrap(
        `${out}: ${counted(set.rows.train, 'row')} to train on and ${set.rows.heldOut.toLocaleString('en')} held out, of ${set.control ? 'the control of ' : ''}${set.agent}; ${proof.figure}; hash ${set.hash.slice(0, 12)}. ${out}/card.md says what is in it, and ${out}/preview.md shows ten rows.`,
      ),
    );
    print(
      wrap(
        `To train on it: "${byHand(commandLine(['tune', 'start', out, '--model', 'FOLDER']))}"; without a card of your own: "${byHand(commandLine(['tune', 'start', out, '--on', 'PROVIDER', '--model', 'MODEL']))}", which says the price first.`,
      ),
    );
    const short = wanted.train - set.rows.train;
    if (short > 0 && wanted.lambda === null)
      printProblem(
        `${counted(short, 'row')} fewer than asked for: no more could be sampled; ask for fewer, or a smaller --margin.`,
      );
    return 0;
  } catch (error) {
    line.clear();
    if (!signal.aborted) throw error;
    if (written) unwriteSet(out);
    printProblem('Stopped: nothing is written.');
    return exitCode();
  } finally {
    done();
  }
}

async function wantedBy(flags: DataFlags, agent: TrainedAgent): Promise<RowsWanted> {
  const games = await trainableNamed(flags.games);
  const { rows, heldOut, seed, reasons, decisions, form, disclosed, contrast, margin } = { ...USUAL, ...given(flags) };
  const { lambda = null, control } = flags;
  if (reasons + decisions > 1)
    throw new UserError(
      `--reasons and --decisions are shares of the same rows and sum to 1 at most; got ${reasons} and ${decisions}.`,
    );
  return {
    ...{ agent, train: rows, heldOut, seed, reasons, decisions, form, disclosed, contrast, lambda, margin },
    control: control !== undefined,
    games,
  };
}

/** Without what was not typed. */
const given = (flags: DataFlags): Partial<Record<keyof typeof USUAL, number>> =>
  Object.fromEntries(Object.entries(flags).filter(([key, value]) => key in USUAL && typeof value === 'number'));

/** The rows, while a signal is heard. */
async function madeOf(
  wanted: RowsWanted,
  signal: AbortSignal,
  tell: (what: string, done: number, of: number) => void,
): Promise<RowsMade> {
  const making = makeRows(wanted);
  for (let step = making.next(), at = 0; ; step = making.next(), at++) {
    if (step.done === true) return step.value;
    if (at % AT_A_TIME !== 0) continue;
    tell('made', step.value, wanted.train + wanted.heldOut);
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
}

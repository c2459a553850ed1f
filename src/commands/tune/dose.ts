/**
 * `homines tune dose`: one base trained on several κ, and one figure, κ as it was trained against κ as it is measured; or the figure of
 * runs that are there already.
 */
import { firstTrainable } from '../../tune/trainable-games.ts';
import { join } from 'node:path';
import { localTime } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { writeText } from '../../disk/write-text.ts';
import type { TuningReport } from '../../evaluation/document.ts';
import { doseBlocks, doseDocument, doseForm } from '../../evaluation/dose.ts';
import { doseSize } from '../../evaluation/report-size.ts';
import { doseAsHtml, doseSvg } from '../../page/tuning-report.ts';
import { hasCard } from '../../trainer/environment.ts';
import { RUN_NAME } from '../../tune/run-folder.ts';
import { runNamed } from '../../tune/run-read.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { blocksText } from '../shared/blocks-text.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { commandTyped } from '../shared/command-typed.ts';
import { measuredReport } from './measured-report.ts';
import { ON_PROCESSOR } from './on-processor.ts';
import { dataOf } from './report-runs.ts';
import { runScript, runStep, type ScriptStep, setStep } from './script.ts';

/** What `tune dose` takes. */
export type DoseFlags = {
  readonly kappa?: readonly number[] | undefined;
  readonly model?: string | undefined;
  readonly name?: string | undefined;
  readonly games?: readonly string[] | undefined;
  readonly rows?: number | undefined;
  readonly seed?: number | undefined;
  readonly lambda?: number | undefined;
  readonly control?: string | undefined;
  readonly out?: string | undefined;
  readonly db?: string | undefined;
  readonly json?: boolean | undefined;
};

/** The doses where none are named. */
const USUAL: readonly number[] = [0, 0.25, 0.5, 0.75, 1];
/**
 * Where there is a card, which was not tried by us: soft labels, since hard ones teach certainty and what is served then says how long
 * it was trained; their noise in points. They are letters of typed decisions, which a small model does not learn. Ours.
 */
const ON_CARD = { rows: 200, lambda: 8 };

/** Trains what is not trained, measures what is not measured, and draws. Gives the exit code. */
export async function dose(flags: DoseFlags, names: readonly string[]): Promise<number> {
  const { kappa, model, name = 'dose' } = flags;
  if (names.length > 0) {
    if (kappa !== undefined || model !== undefined)
      throw new UserError(
        `homines tune dose takes runs that are there, or --kappa and --model to train some; not both.`,
      );
    return figure(flags, names);
  }
  if (model === undefined)
    throw new UserError(
      `homines tune dose needs a model, as in "${byHand('tune dose --kappa 0,.5,1 --model FOLDER')}", or the runs that it is to draw.`,
    );
  if (!RUN_NAME.test(`${name}-0.25`))
    throw new UserError(`--name is up to 35 small letters, digits, dots, dashes and underscores; got "${name}".`);
  const doses = kappa ?? USUAL;
  const runs = doses.map((one) => `${name}-${one}`);
  const games = flags.games ?? [(await firstTrainable()).name];
  const wanted = { lab: process.cwd(), runs, doses, model, games, flags, card: hasCard() };
  const code = await runScript(doseSteps(wanted), againWords(flags, doses));
  return code === 0 ? figure(flags, runs) : code;
}

type Wanted = {
  readonly lab: string;
  readonly runs: readonly string[];
  readonly doses: readonly number[];
  readonly model: string;
  readonly games: readonly string[];
  readonly flags: Pick<DoseFlags, 'rows' | 'seed' | 'lambda'>;
  /** Whether a graphics card trains. */
  readonly card: boolean;
};

/** Sets first, which take seconds: what is wrong with them is seen before anything is trained. */
export function doseSteps({ lab, runs, doses, model, games, flags, card }: Wanted): readonly ScriptStep[] {
  const { rows, seed = 1, lambda } = flags;
  const set = (run: string): string => join('sets', run);
  const { data, start } = lambda === undefined && !card ? inWords(rows) : inLetters(rows, lambda);
  const options = ['--games', games.join(','), '--held-out', '120', '--seed', String(seed), ...data];
  return [
    ...runs.map((run, at) => setStep(set(run), ['--agent', `moralis:${doses[at]!}`, ...options])),
    ...runs.map((run) => runStep(lab, run, set(run), model, start)),
  ];
}

/** Words of `tune data` and `tune start`. */
type Recipe = { readonly data: readonly string[]; readonly start: readonly string[] };

const inWords = (rows: number = ON_PROCESSOR.rows): Recipe => ({
  data: ['--rows', String(rows), ...ON_PROCESSOR.forms],
  start: ON_PROCESSOR.start,
});

/** As its report asks: nobody is named. Agreement chooses nothing where answers are drawn: it is looked at before and after, no more. */
const inLetters = (rows: number = ON_CARD.rows, lambda: number = ON_CARD.lambda): Recipe => ({
  data: ['--rows', String(rows), '--lambda', String(lambda), '--disclosed', '0'],
  start: ['--looks', '1'],
});

function againWords(flags: DoseFlags, doses: readonly number[]): readonly string[] {
  const given = Object.entries({ ...flags, kappa: doses });
  return [
    ...['tune', 'dose'],
    ...given.flatMap(([key, value]) =>
      value === undefined || value === false
        ? []
        : [`--${key}`, ...(value === true ? [] : [Array.isArray(value) ? value.join(',') : String(value)])],
    ),
  ];
}

/** Asks the runs what the figure is drawn from, and draws it. */
async function figure(flags: DoseFlags, runs: readonly string[]): Promise<number> {
  const stopped = catchSignals();
  const reports: TuningReport[] = [];
  const form = doseForm(runs.map((run) => dataOf(runNamed(process.cwd(), run).folder).set));
  try {
    for (const run of runs) {
      const { report, end } = await measuredReport(run, {
        ...{ lab: process.cwd(), size: doseSize(form), again: false, signal: stopped.signal },
        control: flags.control === undefined || flags.control === '' ? null : flags.control,
        db: flags.db ?? DEFAULT_DB,
      });
      reports.push(report);
      if (end === null) continue;
      printProblem(wrap('Stopped: what was answered is kept, and the same command asks the rest.'));
      return end === 'interrupted' ? stopped.exitCode() : 1;
    }
  } finally {
    stopped.done();
  }
  const document = doseDocument(reports, { form });
  if (flags.out !== undefined) {
    const made = { version: version(), at: localTime(Date.now()), command: commandTyped() };
    const svg = flags.out.endsWith('.svg');
    writeText(flags.out, svg ? await doseSvg(document) : await doseAsHtml(document, made));
  }
  if (flags.json ?? false) return printJson(document);
  print(blocksText(doseBlocks(document)));
  if (flags.out !== undefined) print(`Wrote ${flags.out}.`);
  return 0;
}

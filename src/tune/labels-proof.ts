/**
 * Proof 1: the rows of a set are solved again. From what a row says of where it came from, the match is played again, the question
 * put and worded, and the utility asked; what stands in the row is what comes of that, to the byte, or the proof names the row.
 */
import { join } from 'node:path';
import type { AnyGame, Taste } from '../core/game.ts';
import { counted } from '../core/format.ts';
import { rng } from '../core/rng.ts';
import { cellOf } from './item-pool.ts';
import type { Proof } from './proof.ts';
import { reasonsFor } from './reasons-told.ts';
import type { TuneRow } from './row.ts';
import { gameOfRow, type RowQuestion, rowQuestionOf } from './row-question.ts';
import { askedIn, completionOf, legalAnswers } from './row-words.ts';
import { jsonLines, readSetFile, rowBytes, rowIn } from './set-read.ts';
import { hashOfRows } from './set-written.ts';
import { dealtAmong } from './shuffled-answers.ts';
import { softCounts, softName } from './soft-labels.ts';
import { TRAINER_FORMS } from './trainer-forms.ts';
import { SET_FILES, type TrainingSet } from './training-set.ts';
import { isNode, weighedAnswer } from './weighed-answer.ts';

/** Rows between two looks at what else is to be done: a tenth of a second. */
const AT_A_TIME = 100;

/**
 * Solves every row of a set again. A fault in a row is no error: the proof has not passed, and says which row and what differs.
 * Throws a UserError where there is no set, and the signal's reason when it is aborted.
 */
export async function proveLabels(
  folder: string,
  progress: (done: number, of: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Proof> {
  const set = readSetFile(folder);
  const of = set.rows.train + set.rows.heldOut;
  const told = (passed: boolean, figure: string, fault?: string): Proof => ({
    ...{ name: 'labels', passed, figure, at: Date.now() },
    ...(fault === undefined ? {} : { fault }),
  });
  if (set.labels !== 'ours' || set.taste === null)
    return told(
      false,
      `0 of ${counted(of, 'row')} solved again`,
      'the labels are not ours: nothing is known of the preference behind them.',
    );
  const solver = solverOf(set, set.taste);
  const games = new Map<string, AnyGame>();
  let done = 0;
  const failed = (fault: string): Proof =>
    told(
      false,
      `stopped at the first fault, after ${done.toLocaleString('en')} of ${counted(of, 'row')} were solved again alike`,
      fault,
    );
  const bytes = { train: rowBytes(join(folder, SET_FILES.rows)), heldOut: rowBytes(join(folder, SET_FILES.heldOut)) };
  for (const part of ['train', 'heldOut'] as const) {
    const name = part === 'train' ? SET_FILES.rows : SET_FILES.heldOut;
    const copies = part === 'train' ? trainerLines(folder) : null;
    let rows = 0;
    for (const read of jsonLines(bytes[part], rowIn)) {
      const at = `${name}, line ${read.line}`;
      if ('problem' in read) return failed(`${at}: ${read.problem}.`);
      const row = read.value;
      const here = `${at}, row ${row.id}`;
      if (row.source === null) return failed(`${here}: it does not say where it came from.`);
      if ((row.split === 'train') !== (part === 'train')) return failed(`${here}: it says that it is ${row.split}.`);
      let game = games.get(row.source.game);
      if (game === undefined) {
        if (row.source.game !== 'plain-questions' && !set.games.includes(row.source.game))
          return failed(`${here}: its game ${row.source.game} is none of the set.`);
        games.set(row.source.game, (game = await gameOfRow(row.source)));
      }
      const differs = solver.differsIn(game, row) ?? copies?.differsIn(row) ?? null;
      if (differs !== null) return failed(`${here}: ${differs}.`);
      rows += 1;
      done += 1;
      if (done % AT_A_TIME === 0) {
        progress(done, of);
        await new Promise(setImmediate);
        signal?.throwIfAborted();
      }
    }
    if (rows !== set.rows[part])
      return failed(`${name} has ${counted(rows, 'row')}, and ${SET_FILES.set} says ${set.rows[part]}.`);
    const left = copies?.left() ?? null;
    if (left !== null) return failed(left);
  }
  const uneven = solver.unevenLabels();
  if (uneven !== null) return failed(uneven);
  if (hashOfRows(bytes.train, bytes.heldOut) !== set.hash)
    return failed(`the hash of the rows is not the one in ${SET_FILES.set}.`);
  return told(true, `${done.toLocaleString('en')} of ${counted(of, 'row')} solved again alike`);
}

/** The rows as trainers read them: the same in the same order, file by file. Read as bytes: a text of half a gigabyte is none that can be held. */
function trainerLines(folder: string) {
  const files = (['trl', 'messages', 'vertex'] as const).map((form) => ({
    ...{ name: SET_FILES[form], form: TRAINER_FORMS[form], bytes: rowBytes(join(folder, SET_FILES[form])) },
    ...{ from: 0, at: 0 },
  }));
  return {
    differsIn(row: TuneRow): string | null {
      for (const file of files) {
        const { bytes, from } = file;
        const wanted = file.form(row);
        const found = bytes.indexOf(0x0a, from);
        const end = found < 0 ? bytes.length : found;
        // What is longer than the row differs from it: more is not looked at.
        const line = bytes.toString('utf8', from, Math.min(end, from + Buffer.byteLength(wanted) + AROUND));
        file.from = end + 1;
        file.at += 1;
        if (line !== wanted) return `in ${file.name}, line ${file.at}: ${difference('the line', line, wanted)}`;
      }
      return null;
    },
    left(): string | null {
      const file = files.find(({ bytes, from }) => from < bytes.length);
      return file === undefined
        ? null
        : `${file.name} has more lines than there are rows, from line ${file.at + 1} on.`;
    },
  };
}

/** Solves rows of a set again, one after the other. */
function solverOf(set: TrainingSet, taste: Taste) {
  const seen = new Set<string>();
  /** Rows of one question by rotation, with its utilities: how often each answer is to stand there. */
  const soft = new Map<string, SoftQuestion>();
  /** Of a control: the rows among which answers were dealt out, in their order. */
  const dealt = new Map<string, DealtRow[]>();

  function differsIn(game: AnyGame, row: TuneRow): string | null {
    if (seen.has(row.id)) return 'its id stands twice';
    seen.add(row.id);
    const source = row.source!;
    let question: RowQuestion;
    try {
      question = rowQuestionOf(game, source);
    } catch (error) {
      return `it cannot be asked again: ${error instanceof Error ? error.message : 'its source is broken'}`;
    }
    const { request, belief } = question;
    const { view, decision, config } = request;
    const { input } = decision;
    if (source.rotation < 0 || (input.kind === 'number' && source.rotation !== 0))
      return 'its options cannot be turned so';
    const asked = askedIn(question, row.answerForm);
    const worded = isSamePrompt(row, asked) ? null : difference('the prompt', textOf(row), textOf(asked));
    if (worded !== null) return worded;
    const plans = game.plans?.(config);
    const weighed =
      plans === undefined || !isNode(plans, decision.key)
        ? null
        : weighedAnswer(plans, taste, game.held?.(view, belief) ?? belief, decision.key);
    const solved = game.theory!(view, decision, taste, belief).answer;
    if (weighed !== null && weighed.answer !== solved)
      return `theory answers ${solved}, and the best plan ${weighed.answer}`;
    const { labels, method } = cellOf({ game, config: source.config, decision });
    const facts: readonly (readonly [string, unknown, unknown])[] = [
      ['kind', row.kind, weighed === null ? 'form' : 'choice'],
      ['labels', source.labels, labels],
      ['method', source.method, method],
      ['margin', row.margin, weighed === null ? null : (weighed.margin ?? 0)],
      ['contrast', row.contrast, weighed === null ? null : weighed.contrast],
    ];
    for (const [name, said, is] of facts)
      if (said !== is) return `its ${name} is ${said} there, and ${is} solved again`;
    const reasons = row.answerForm === 'json' ? reasonsFor(question, taste) : '';
    if (reasons === null) return 'it is answered in JSON, and there are no reasons to give';
    const mine = completionOf(input, solved, row.answerForm, reasons);
    const own = { row, input };
    const among = set.control && row.split === 'train' ? dealtAmong(own) : null;
    if (set.lambda !== null && weighed !== null) {
      const name = `${row.split} ${softName(source)} ${source.rotation}`;
      let known = soft.get(name);
      if (known === undefined) {
        const chance = () => rng(set.seed, 'soft', softName(source), source.rotation);
        soft.set(name, (known = { utilities: weighed.utilities, chance, first: row.id, answers: [] }));
      }
      if (among === null) known.answers.push(String(row.answer));
      else pile(among).push({ id: row.id, given: String(row.answer), own: known });
      const written = completionIn(question, row, '');
      return written === null
        ? 'its answer is none of the possible answers'
        : difference('the completion', row.completion, written);
    }
    if (among === null) {
      if (row.answer !== solved) return `its answer is ${row.answer} there, and ${solved} solved again`;
      const written = difference('the completion', row.completion, mine);
      if (written !== null) return written;
    } else {
      const bare = row.answerForm !== 'json';
      pile(among).push({
        id: row.id,
        given: bare ? String(row.answer) : row.completion,
        own: bare ? String(solved) : mine,
      });
      const written = bare ? completionIn(question, row, '') : row.completion;
      if (written === null) return 'its answer is none of the possible answers';
      const wrong = difference('the completion', row.completion, written);
      if (wrong !== null) return wrong;
    }
    const legal = row.split === 'train' || row.kind === 'form' ? null : legalAnswers(input, row.answer, row.answerForm);
    if (JSON.stringify(row.legal) !== JSON.stringify(legal))
      return 'its possible answers are not those of the question';
    return null;
  }

  function pile(name: string): DealtRow[] {
    let found = dealt.get(name);
    if (found === undefined) dealt.set(name, (found = []));
    return found;
  }

  /** What only all rows together tell: that a control has the answers of its rows as its seed deals them out, and that soft labels stand as often as they should. */
  function unevenLabels(): string | null {
    for (const [name, rows] of dealt) {
      // As they were dealt: the row at each place was given the answer of the row that the shuffle put there.
      const from = rng(set.seed, 'control', name).shuffle(rows.map((_, at) => at));
      for (const [at, { id, given }] of rows.entries()) {
        const { own } = rows[from[at]!]!;
        if (typeof own !== 'string') own.answers.push(given);
        else if (own !== given)
          return `row ${id} (${name}): its answer is not the one that is dealt to it where those of its questions are shuffled.`;
      }
    }
    for (const { utilities, chance, first, answers } of soft.values())
      for (const { answer, count } of softCounts(utilities, set.lambda!, answers.length, chance())) {
        const found = answers.filter((one) => one === String(answer)).length;
        if (found !== count)
          return `row ${first} and the others of its question: ${answer} stands ${found} times there, and ${count} times by the logit rule.`;
      }
    return null;
  }

  return { differsIn, unevenLabels };
}

/** A question whose rows have answers that are drawn. */
type SoftQuestion = {
  readonly utilities: ReturnType<typeof weighedAnswer>['utilities'];
  readonly chance: () => ReturnType<typeof rng>;
  /** The first of its rows, and the answers of all: of a control those that they had before. */
  readonly first: string;
  readonly answers: string[];
};

/** A row of a control: the answer that it was given, and its own, or the question of which it has one. */
type DealtRow = { readonly id: string; readonly given: string; readonly own: string | SoftQuestion };

/** What a row's own answer is written as; null: it cannot be answered so. */
function completionIn({ request }: RowQuestion, row: TuneRow, reasons: string): string | null {
  try {
    return completionOf(request.decision.input, row.answer, row.answerForm, reasons);
  } catch {
    return null;
  }
}

/** Whether two prompts are the same to the byte. */
const isSamePrompt = (
  one: Pick<TuneRow, 'prompt' | 'decision'>,
  other: Pick<TuneRow, 'prompt' | 'decision'>,
): boolean =>
  one.prompt.length === other.prompt.length &&
  one.prompt.every(
    ({ role, content }, at) => other.prompt[at]!.role === role && other.prompt[at]!.content === content,
  ) &&
  one.decision?.instruction === other.decision?.instruction &&
  JSON.stringify(one.decision) === JSON.stringify(other.decision);

/** A prompt as one text. */
const textOf = ({ prompt, decision }: Pick<TuneRow, 'prompt' | 'decision'>): string =>
  JSON.stringify({ prompt: prompt.map(({ role, content }) => ({ role, content })), decision });

/** Letters around a difference that are told. */
const AROUND = 30;

/** Where two texts begin to differ, with what stands there; null: they are the same. */
function difference(what: string, said: string, is: string): string | null {
  if (said === is) return null;
  let at = 0;
  while (at < said.length && at < is.length && said[at] === is[at]) at += 1;
  const near = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 10), at + AROUND));
  return `${what} differs from letter ${at + 1} on: ${near(said)} there, ${near(is)} solved again`;
}

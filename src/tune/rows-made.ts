/** Rows of a set: items worded and answered, each in one form of an answer, options in every order equally often. */
import { rotationsOf } from '../core/distribution.ts';
import type { Answer, AnyGame, Input } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { cellOf, itemPools, answerClass, type ItemPool } from './item-pool.ts';
import { calledBy } from './called-by.ts';
import { LEFT_OUT, type PassedOver, type TuneItem } from './items.ts';
import { plainGame } from './plain-game.ts';
import { reasonsFor } from './reasons-told.ts';
import type { RowSource, TuneRow } from './row.ts';
import { questionAt, reach, type RowQuestion, seatsOf } from './row-question.ts';
import { askedIn, type AnswerForm, completionOf, legalAnswers, ordersOf } from './row-words.ts';
import { type AnsweredRow, shuffledAnswers } from './shuffled-answers.ts';
import { type Likeness, sideBySide } from './side-by-side.ts';
import { twinning } from './twins.ts';
import { softCounts, softName } from './soft-labels.ts';
import type { TrainedAgent } from './trained-agent.ts';

/** What is to be made. Shares are of 1. */
export type RowsWanted = {
  readonly agent: TrainedAgent;
  readonly games: readonly AnyGame[];
  readonly train: number;
  readonly heldOut: number;
  readonly seed: number;
  /** Of the rows that are choices: answers in JSON with worked reasons, and letters of a typed decision. */
  readonly reasons: number;
  readonly decisions: number;
  /** Of all rows: plain questions, and what is expected of the other. */
  readonly form: number;
  /** Of the rows that are choices at a table that is not neutral: those that say who sits there, computer programs by name. */
  readonly disclosed: number;
  /** Of the rows that are choices: those on which the types disagree. */
  readonly contrast: number;
  /** Points of utility; null: the best answer is the label. */
  readonly lambda: number | null;
  /** Answers are dealt out anew among like questions. */
  readonly control: boolean;
  /** What wins by less, as a share of the span of points, is left out. */
  readonly margin: number;
};

/** Rows of a set, both parts, and what was sampled and left out, by reason. */
export type RowsMade = {
  readonly train: readonly TuneRow[];
  readonly heldOut: readonly TuneRow[];
  readonly leftOut: Readonly<Record<string, number>>;
};

/** Of form rows this share asks what is expected of the other. */
const BELIEFS = 1 / 3;
/** Items that are sampled for one row, at most; the least number of them. */
const SAMPLED_A_ROW = 12;
const SAMPLED_LEAST = 8000;
/** Rows of one soft item in each order: the logit rule's probabilities in quarters, chance deciding what is between. */
const COPIES = 4;

type RowBody = Omit<AnsweredRow, 'row'> & { readonly row: Omit<TuneRow, 'id' | 'split'> };

/** Makes the rows of a set, a few at a time: yields how many there are. The same of the same seed. */
export function* makeRows(wanted: RowsWanted): Generator<number, RowsMade> {
  const { games, seed, agent } = wanted;
  const left: Record<PassedOver, number> = { evaluated: 0, tie: 0, small: 0 };
  const parts = {
    train: partOf(wanted, 'train'),
    heldOut: partOf(wanted, 'held-out'),
  };
  let made = 0;
  for (const [at, game] of games.entries()) {
    const shared = (all: number): number =>
      Math.floor((all * (at + 1)) / games.length) - Math.floor((all * at) / games.length);
    const rows = shared(wanted.train) + shared(wanted.heldOut);
    const pools = itemPools(
      game,
      {
        ...{ taste: agent.taste, seed },
        heldOut: Math.min(0.5, Math.max(0.1, wanted.heldOut / Math.max(1, wanted.train + wanted.heldOut))),
        soft: wanted.lambda !== null,
        margin: wanted.margin,
      },
      wanted.contrast,
      SAMPLED_LEAST + SAMPLED_A_ROW * rows,
      (reason) => (left[reason] += 1),
    );
    for (const part of ['train', 'heldOut'] as const)
      for (const done of parts[part].from(pools[part], shared(wanted[part]))) yield made + done;
    made += rows;
  }
  return {
    train: parts.train.finished(),
    heldOut: parts.heldOut.finished(),
    leftOut: Object.fromEntries(Object.entries(left).map(([reason, count]) => [LEFT_OUT[reason as PassedOver], count])),
  };
}

/** One part of a set: rows by and by, put in an order of chance at the end. */
function partOf(wanted: RowsWanted, split: TuneRow['split']) {
  const rows: RowBody[] = [];
  const chance = rng(wanted.seed, 'rows', split);
  const turns = turnsTaken((name) => rng(wanted.seed, 'phase', split, name).unit());
  const plain = plainItems(wanted.seed, split);
  const twinOf = twinning({ taste: wanted.agent.taste, margin: wanted.margin, soft: false });

  function* from(pool: ItemPool, count: number): Generator<number> {
    const forms = Math.round(count * wanted.form);
    const beliefs = Math.round(forms * BELIEFS);
    let made = 0;
    while (made < count - forms) {
      const item = pool.next();
      if (item === null) break;
      const body =
        wanted.lambda === null ? hard(item, count - forms - made) : soft(item, wanted.lambda, count - forms - made);
      pool.took(item, body.length);
      if (body.length === 0) {
        if (wanted.lambda !== null && count - forms - made < 2) break;
        continue;
      }
      const beside = twinRows(item, body, pool, count - forms - made - body.length);
      rows.push(...body, ...beside);
      made += body.length + beside.length;
      yield made;
    }
    for (let at = 0; at < forms; at++) {
      const belief = at < beliefs ? statedBelief(pool) : null;
      rows.push(belief === null ? formRow(plain.next().value!) : formRow(belief));
      yield made + at + 1;
    }
  }

  /** A question about the other of which the prompt states the answer. */
  function statedBelief(pool: ItemPool): TuneItem | null {
    for (let tried = 0; tried < 50; tried++) {
      const item = pool.belief();
      if (item === null) return null;
      if (isStated(item)) return item;
    }
    return null;
  }

  /** Orders take turns within each form and number of options: turns of all forms together would tie the place of an answer to its form. */
  const nextOrder = (form: AnswerForm, of: string, input: Input): number =>
    turns.next(`order ${form} ${ordersOf(input)} ${of}`, ordersOf(input));

  /** The rows of an item whose label is the best answer: one, or of a typed decision one an order. */
  function hard(item: TuneItem, room: number): readonly RowBody[] {
    const { input } = item.decision;
    const orders = rotationsOf(ordersOf(input));
    const cell = cellOf(item);
    const of = `${cell.game} ${cell.node} ${cell.labels} ${cell.method} ${answerClass(item.decision, item.answer)}`;
    // Of items that are a decision: so many that of the rows that come of them the share is what is wanted.
    const share = wanted.decisions / (orders.length - (orders.length - 1) * wanted.decisions);
    const called = calledAt(item, of);
    if (input.kind === 'choice' && orders.length <= room && turns.due(`decision ${of}`, share))
      return orders.map((rotation) => rowOf(item, 'decision', rotation, item.answer, called));
    const json = turns.due(`reasons ${of}`, Math.min(1, wanted.reasons / Math.max(1e-9, 1 - wanted.decisions)));
    const form = json ? 'json' : 'words';
    return [rowOf(item, form, nextOrder(form, of, input), item.answer, called)];
  }

  /** Beside rows that are trained those of who expects something else and answers otherwise, in the same form and order; none where there is no room. */
  function twinRows(item: TuneItem, body: readonly RowBody[], pool: ItemPool, room: number): readonly RowBody[] {
    if (split !== 'train' || wanted.lambda !== null || body.length > room) return [];
    const twin = twinOf(item, rng(wanted.seed, 'twin', itemName(item)));
    if (twin === null) return [];
    pool.took(twin, body.length);
    return body.map(({ row }) =>
      rowOf(twin, row.answerForm, row.source?.rotation ?? 0, twin.answer, row.source?.called),
    );
  }

  /** Who is said to sit there, of the same share of questions whatever is answered; undefined: nobody is told. */
  function calledAt(item: TuneItem, of: string): RowSource['called'] {
    const { game, config } = item;
    if (game.neutral?.(config) === true || !turns.due(`disclosed ${of}`, wanted.disclosed)) return undefined;
    return calledBy(seatsOf(game, config) - 1, rng(wanted.seed, 'called', split, itemName(item)));
  }

  /** The rows of an item whose labels are drawn by the logit rule, in every order the same number. */
  function soft(item: TuneItem, lambda: number, room: number): readonly RowBody[] {
    const { input } = item.decision;
    if (input.kind !== 'choice') return [];
    const orders = rotationsOf(ordersOf(input));
    const copies = Math.min(COPIES, Math.floor(room / orders.length));
    const { game, node, labels, method } = cellOf(item);
    const called = calledAt(item, `${game} ${node} ${labels} ${method}`);
    return orders.flatMap((rotation) => {
      const counts = softCounts(item.utilities, lambda, copies, rng(wanted.seed, 'soft', itemName(item), rotation));
      return counts.flatMap(({ answer, count }) =>
        Array.from({ length: count }, () => rowOf(item, 'decision', rotation, answer, called)),
      );
    });
  }

  function formRow(item: TuneItem): RowBody {
    const { input } = item.decision;
    const forms: readonly AnswerForm[] =
      input.kind === 'choice' ? ['words', 'json', 'words', 'decision'] : ['words', 'json'];
    const of = `${item.game.name} ${input.kind}`;
    const form = forms[turns.next(`form ${of}`, forms.length)]!;
    return rowOf(item, form, nextOrder(form, of, input), item.answer);
  }

  function rowOf(
    item: TuneItem,
    wantedForm: AnswerForm,
    rotation: number,
    answer: Answer,
    called?: RowSource['called'],
  ): RowBody {
    const { game, config, reached, decision, kind, margin, contrast } = item;
    const place = {
      ...{ ...item.place, rotation, earlier: wantedForm === 'decision' ? [] : item.place.earlier },
      ...(called === undefined ? {} : { called }),
    };
    const question = questionAt(game, config, reached, place, decision);
    const reasons = wantedForm === 'json' ? reasonsFor(question, wanted.agent.taste) : '';
    const form = reasons === null ? 'words' : wantedForm;
    const { labels, method } = cellOf(item);
    const source: RowSource = {
      game: game.name,
      config: storedConfig(config),
      ...place,
      ...{ seat: decision.seat, key: decision.key, round: decision.round, method, labels },
    };
    const { input } = question.request.decision;
    const row = {
      ...{ kind, answerForm: form, ...askedIn(question, form), source, answer, margin, contrast },
      completion: completionOf(input, answer, form, reasons ?? ''),
      legal: split === 'train' || kind === 'form' ? null : legalAnswers(input, answer, form),
    };
    return { row, input, reasons: reasons ?? '' };
  }

  return {
    from,
    finished(): readonly TuneRow[] {
      const letter = split === 'train' ? 't' : 'h';
      const shuffled = chance.shuffle(rows);
      const mixed = split === 'train' && wanted.lambda === null ? sideBySide(shuffled, likenessOf, chance) : shuffled;
      // What is held out keeps its answers: it tells what the control has learned of them.
      const answers = wanted.control && split === 'train' ? shuffledAnswers(mixed, wanted.seed) : null;
      return mixed.map(({ row }, at): TuneRow => {
        const { kind, answerForm, prompt, decision, source, legal, margin, contrast } = row;
        const { completion, answer } = answers?.[at] ?? row;
        const id = `${letter}${String(at + 1).padStart(5, '0')}`;
        // The order of the keys is that of the bytes.
        return { id, split, kind, answerForm, prompt, decision, completion, source, answer, legal, margin, contrast };
      });
    },
  };
}

/** Choices in the same form are alike: in the same match but for what is expected, at the same node, under the same labels, by the same method, or at least in some of it. */
function likenessOf({ row, input }: RowBody): Likeness {
  const { kind, answerForm, answer, source } = row;
  const answered = answerClass({ input }, answer);
  if (kind === 'form' || source === null) return { names: [], answer: answered };
  const { game, labels, method, key, seed, rotation } = source;
  const place = [`${game} ${answerForm}`, labels, method, key, `${seed} ${rotation}`];
  return { names: place.map((_, at) => place.slice(0, place.length - at).join(' ')), answer: answered };
}

/** What a soft item is called: what its rows are called. */
const itemName = ({ game, config, place: { seed, before }, decision: { seat, key, round } }: TuneItem): string =>
  softName({ game: game.name, config: storedConfig(config), seed, before, seat, key, round });

const storedConfig = (config: object): RowSource['config'] => JSON.parse(JSON.stringify(config));

/** Plain questions without end, each part of a set its own. */
function* plainItems(seed: number, split: TuneRow['split']): Generator<TuneItem> {
  for (const config of plainGame.scenarios!(rng(seed, 'plain questions'))) {
    if (typeof config !== 'object' || config === null) continue;
    const heldOut = rng(seed, 'split', JSON.stringify(config)).below(5) === 0;
    if (heldOut !== (split === 'held-out')) continue;
    const reached = reach(plainGame, config, 0, []);
    const decision = reached.pending[0]!;
    const place = { seed: 0, before: [], earlier: [] };
    const { request, belief } = questionAt(plainGame, config, reached, { ...place, rotation: 0 }, decision);
    const { answer } = plainGame.theory!(request.view, decision, { kappa: 0 }, belief);
    yield {
      ...{ game: plainGame, config, kind: 'form', reached, decision, place, answer },
      ...{ utilities: [], margin: null, contrast: null, heldOut },
    };
  }
}

/** Whether the prompt states what is asked. */
function isStated({ game, config, reached, place, decision, answer }: TuneItem): boolean {
  const question: RowQuestion = questionAt(game, config, reached, { ...place, rotation: 0 }, decision);
  const { prompt } = askedIn(question, 'words');
  const said = prompt.at(-1)?.content ?? '';
  return (
    said.includes('You expect') && new RegExp(`\\b${String(answer)}\\b`).test(said.slice(said.indexOf('You expect')))
  );
}

/** Whose turn it is, by name: orders one after the other, and shares that are met as evenly as can be. */
function turnsTaken(phase: (name: string) => number) {
  const turns = new Map<string, number>();
  const owed = new Map<string, number>();
  return {
    /** 0, 1, … of − 1, and round again. */
    next(name: string, of: number): number {
      const turn = turns.get(name) ?? Math.floor(phase(name) * of);
      turns.set(name, turn + 1);
      return turn % of;
    },
    /** Whether it is time for one of a share of all. */
    due(name: string, share: number): boolean {
      const sum = (owed.get(name) ?? phase(name)) + share;
      const now = sum >= 1 - 1e-9;
      owed.set(name, now ? sum - 1 : sum);
      return now;
    },
  };
}

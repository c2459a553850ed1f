/** What a person reads before, during and after, as blocks: a model reads the same words. */
import { memo } from '../../src/core/memo.ts';
import type { Block, Cell } from '../../src/core/blocks.ts';
import { type Decision, type Heading, type Names, SKIPPED } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, itemsOf } from './config.ts';
import {
  equalNumbers,
  type Item,
  keyOf,
  minimisingAction,
  isKin,
  moreAhead,
  protecting,
  type Question,
  QUESTIONS,
  questionOf,
  questionsAbout,
} from './items.ts';
import { answersAsked, type Given, SECONDS_AN_ANSWER, type View } from './rules.ts';
import { answered, figured, mean, shown } from './summary.ts';
import type { Words } from './words.ts';

const text = (line: string): Block => ({ kind: 'text', text: line });

const strong = (line: string): Block => ({ kind: 'text', text: line, strong: true });

type Counted = { readonly one: string; readonly many: string };

const counted = (n: number, forms: Counted): string => (n === 1 ? forms.one : fill(forms.many, { n }));

/** Whole minutes that a person needs, at least one. */
export const minutes = (config: Config): number =>
  Math.max(1, Math.ceil((answersAsked(itemsOf(config), config.questions) * SECONDS_AN_ANSWER) / 60));

type Seated = { readonly seat: number; readonly given: readonly Given[] };

type Average = (question: Question, given: readonly Given[]) => Cell;

/** So many seats stand beside each other at 60 columns. */
const MOST_COLUMNS = 3;

/** Whether "swerve" stands before "keep course": in the options in question as they are put, else in this match. */
function swerveFirst({ flipped }: View, { input }: Decision): boolean {
  if (input.kind !== 'choice') return flipped;
  const place = (action: string): number => input.options.findIndex(({ value }) => value === action);
  return place('swerve') < place('keep');
}

export const sceneIn = memo((words: Words) => {
  function instructions(
    config: Config,
    _role: string,
    names: Names,
    programs: readonly boolean[] = [],
    whatIfs: 'calculator' | 'table' = 'calculator',
  ): readonly Block[] {
    const said = words.instructions;
    const items = itemsOf(config);
    const others = names.flatMap((name, seat) =>
      name === words.who.you ? [] : [programs[seat] ? fill(said.program, { name }) : name],
    );
    return [
      strong(
        [said.warning, ...(items.some(({ riders }) => isKin(riders)) ? [said.warningKin] : []), said.leave].join(' '),
      ),
      text(
        // How long people take is no matter of a model's.
        fill(whatIfs === 'table' ? said.taskUntimed : said.task, {
          items: counted(items.length, said.cars),
          answers: counted(answersAsked(items, config.questions), said.questions),
          minutes: counted(minutes(config), said.minutes),
        }),
      ),
      text(
        items.some(({ mirrored }) => mirrored) || config.mirrored === 'drawn' ? said.emergencyMirrored : said.emergency,
      ),
      text([...(config.questions.some((question) => question !== 'moral') ? [said.numbers] : []), said.back].join(' ')),
      text([...(others.length > 0 ? [fill(said.beside, { others: listed(others) })] : []), said.unpaid].join(' ')),
    ];
  }

  /** "baseline, economicus and moralis" */
  function listed(names: readonly string[]): string {
    const last = names.at(-1) ?? '';
    return names.length < 2 ? last : `${names.slice(0, -1).join(', ')}${words.instructions.and}${last}`;
  }

  function heading(view: View, decision: Decision | null): Heading {
    const said = words.heading;
    const cars = view.items.length;
    if (decision === null) {
      if (view.over) return { about: counted(cars, said.finished), where: said.over };
      return { about: counted(cars, said.finished), where: fill(said.left, { car: view.at, cars }) };
    }
    const item = view.items[view.at];
    const questions = item === undefined ? [] : questionsAbout(item, view.questions, view.first);
    const place = item === undefined ? 0 : questions.findIndex((question) => keyOf(question, item) === decision.key);
    const left = answersAsked(view.items.slice(view.at), view.questions) - place;
    const near = left * SECONDS_AN_ANSWER < 45;
    const minutesLeft = Math.round((left * SECONDS_AN_ANSWER) / 60);
    return {
      about: fill(said.about, { car: decision.round, cars, question: place + 1, questions: questions.length }),
      where: near ? said.minutes.none : counted(minutesLeft, said.minutes),
      whereShort: near ? said.minutesShort.none : counted(minutesLeft, said.minutesShort),
    };
  }

  function scene(view: View, decision: Decision): readonly Block[] {
    const item = view.items[decision.round - 1];
    if (item === undefined) return [];
    const said = words.scene;
    const party = words.party[item.riders];
    const emergency = [
      counted(item.pedestrians, item.mirrored ? said.beside : said.ahead),
      fill(said.aboard, { party: party.inCar }),
      said.law[item.law],
    ];
    const lead = sold(questionOf(decision.key), item);
    return [
      text(emergency.join(' ')),
      outcomes(item, swerveFirst(view, decision)),
      ...(lead === null ? [] : [text(lead)]),
    ];
  }

  /** Who dies and who lives, an action a row, in the order of the options. */
  function outcomes(item: Item, flipped: boolean): Block {
    const { keep, swerve, die, live } = words.scene.outcomes;
    const ahead = item.pedestrians === 1 ? 'one' : 'many';
    const cells = (...line: readonly string[]): readonly Cell[] => line.map((cell) => ({ text: cell }));
    const spared = [live[ahead], die.many] as const;
    const killed = [die[ahead], live.many] as const;
    const rows = [
      cells(keep, ...(item.mirrored ? spared : killed)),
      cells(swerve, ...(item.mirrored ? killed : spared)),
    ];
    return {
      kind: 'table',
      columns: [
        { head: '' },
        { head: counted(item.pedestrians, words.scene.pedestrians) },
        { head: words.party[item.riders].short },
      ],
      rows: flipped ? rows.reverse() : rows,
    };
  }

  /** What the car on sale does here, before a question about buying it. */
  function sold(question: Question, item: Item): string | null {
    const said = words.scene;
    const action = words.actions[minimisingAction(item)];
    if (question === 'buy-protective') return fill(said.protective, { action: words.actions[protecting(item)] });
    if (question !== 'buy-minimising') return null;
    if (equalNumbers(item)) return fill(item.law === 'required' ? said.equalByLaw : said.equal, { action });
    return fill(said.minimising[item.law], { action });
  }

  /** One's own answers beside the others', averaged by question. Without explanation. */
  function result(view: View, names: Names): readonly Block[] {
    const said = words.result;
    const left = view.mine.filter(({ answer }) => answer === SKIPPED).length;
    const cars = new Set(view.mine.map(({ item }) => item)).size;
    if (cars === 0) return [text(said.nothing)];
    const seats = view.all?.map((given, seat) => ({ seat, given })) ?? [{ seat: view.seat, given: view.mine }];
    const { controls, holds } = figured(view.items);
    const asked = QUESTIONS.filter((question) => view.questions.includes(question));
    const average = (question: Question, given: readonly Given[]): Cell => {
      const own = answered(given, view.items).filter((one) => one.question === question && holds(one.item));
      return { text: shown(mean(own.map((one) => one.value)), said.none) };
    };
    const answers = counted(view.mine.length - left, words.instructions.questions);
    return [
      text(
        [
          fill(said.answered, { answers, cars: counted(cars, words.instructions.cars) }),
          ...(left > 0 ? [fill(said.skipped, { n: left })] : []),
        ].join(' '),
      ),
      text(controls ? said.controls : said.averages),
      ...(seats.length > MOST_COLUMNS
        ? seatsBelowEachOther(seats, asked, names, average)
        : [seatsBesideEachOther(seats, asked, names, average)]),
    ];
  }

  function seatsBesideEachOther(
    seats: readonly Seated[],
    asked: readonly Question[],
    names: Names,
    average: Average,
  ): Block {
    return {
      kind: 'table',
      columns: [
        { head: words.result.questionHead },
        ...seats.map(({ seat }) => ({ head: names[seat] ?? '', align: 'right' as const, who: { seat } })),
      ],
      rows: asked.map((question) => [
        { text: words.debrief.about[question] },
        ...seats.map(({ given }) => average(question, given)),
      ]),
    };
  }

  function seatsBelowEachOther(
    seats: readonly Seated[],
    asked: readonly Question[],
    names: Names,
    average: Average,
  ): readonly Block[] {
    return [
      {
        kind: 'table',
        columns: [
          { head: words.result.seatHead },
          ...asked.map((question) => ({ head: words.result.short[question], align: 'right' as const })),
        ],
        rows: seats.map(({ seat, given }) => [
          { text: names[seat] ?? '', who: [{ seat }] },
          ...asked.map((question) => average(question, given)),
        ]),
      },
      text(words.result.legend),
    ];
  }

  /** "20 child", "20 child law"; "1 child *" where both cars act alike. */
  function itemName(item: Item): string {
    const said = words.page;
    const plain = fill(item.law === 'required' ? said.itemByLaw : said.item, {
      n: item.pedestrians,
      riders: words.riders[item.riders],
    });
    const name = item.mirrored ? fill(said.itemMirrored, { item: plain }) : plain;
    return moreAhead(item) ? name : fill(said.control, { item: name });
  }

  return { instructions, heading, scene, result, itemName };
});

/** What a player reads before and during play, and what happened: as blocks, without explanation. */
import { manyRounds, roundWords } from '../../src/core/rounds.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Decision, Heading, Names } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, contributions, isTyped, presetName } from './config.ts';
import { expected, percent, points, short } from './format.ts';
import { written } from './plans.ts';
import { EXPECT, othersMean, pay, type SeenRound, tidy, type View } from './rules.ts';
import type { Words } from './words.ts';

/** Minutes that a person needs: ours, from the number of questions. */
export function minutes({ ending, rounds, delta, askBeliefs }: Config): number {
  const played = ending === 'finite' ? rounds : 1 / (1 - delta);
  return Math.max(1, Math.round(0.5 + played * (askBeliefs ? 0.6 : 0.4)));
}

/** Up to so many players a column each has room. */
const MOST_COLUMNS = 4;
/** Contributions of the others in one cell: so many letters find room beside the rest. */
const WIDEST_LIST = 30;
/** Programs that are named one by one. */
const MOST_NAMED = 3;
/** Names over columns: so many letters together find room on the smallest screen, and so many each where they do not. */
const WIDEST_NAMES = 28;
const WIDEST_NAME = 9;

/** Somebody among all of a group. */
export type Called = (seat: number) => string;

export const sceneIn = memo((words: Words) => {
  const said = words.scene;

  /** What each seat is called: by name where it has one of its own, else "player 3", and with two players "the other". */
  function callers(config: Config, names: Names, me: number): Called {
    const own = (seat: number): boolean => {
      const name = names[seat];
      return name !== undefined && name !== words.otherPlayer && names.indexOf(name) === names.lastIndexOf(name);
    };
    return (seat) => {
      if (seat === me) return names[me] ?? said.you;
      if (own(seat)) return names[seat]!;
      return config.players === 2 ? said.other : fill(words.players, { seat: seat + 1 });
    };
  }

  function heading(view: View, decision: Decision | null): Heading {
    const { config } = view;
    // The name of a condition says where it comes from: a neutral screen has none.
    const named = config.neutral ? null : presetName(config);
    const about = named ?? `n ${config.players}, m ${short(config.m)}`;
    return { about, ...roundWords(words.where, decision?.round ?? view.round, view.rounds) };
  }

  function instructions(
    config: Config,
    _role: string,
    names: Names,
    programs: readonly boolean[] = [],
  ): readonly Block[] {
    const told = words.instructions;
    const { players, endowment, m } = config;
    const many = manyRounds(config);
    const slots = { endowment: written(config, endowment), least: written(config, 0), players };
    const called = names.filter((name, seat) => programs[seat] === true && name !== words.otherPlayer);
    const length =
      config.ending === 'indefinite'
        ? fill(told.indefinite, { percent: percent(config.delta) })
        : config.rounds === 1
          ? told.once
          : fill(told.finite, { rounds: config.rounds });
    return [
      text(
        [
          players === 2 ? told.two : fill(told.many, slots),
          programsText(called, players - 1),
          fill(many ? told.rules : told.rulesOnce, slots),
          isTyped(config)
            ? ''
            : fill(told.steps, { steps: listed(contributions(config).map((one) => written(config, one))) }),
        ]
          .filter(Boolean)
          .join(' '),
      ),
      text(fill(told.project, { m: short(m), all: short(players * m) })),
      text(told.example),
      exampleTable(config),
      text(
        [
          length,
          many && players > 2 ? told.shown[config.shown] : '',
          config.askBeliefs ? (players === 2 ? told.beliefsTwo : told.beliefs) : '',
          many ? told.points : '',
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ];
  }

  /** Which of the others are programs: by name where they are few. */
  function programsText(called: readonly string[], others: number): string {
    const told = words.instructions;
    if (called.length === 0) return '';
    if (called.length === 1) return fill(told.program, { names: called[0]! });
    if (called.length <= MOST_NAMED) return fill(told.programs, { names: listed(called) });
    return called.length === others ? told.allPrograms : fill(told.manyPrograms, { count: called.length });
  }

  const listed = (names: readonly string[]): string =>
    names.length < 2
      ? (names[0] ?? '')
      : `${names.slice(0, -1).join(', ')}${words.instructions.and}${names.at(-1) ?? ''}`;

  /** What four corners pay: nobody, only oneself, only the others, everybody. */
  function exampleTable(config: Config): Block {
    const { players, endowment } = config;
    const heads = players === 2 ? words.instructions.columnsTwo : words.instructions.columns;
    const corners = [
      [endowment, endowment],
      [0, endowment],
      [endowment, 0],
      [0, 0],
    ] as const;
    return {
      kind: 'table',
      columns: (['mine', 'others', 'mineGet', 'othersGet'] as const).map((key) => ({
        head: heads[key],
        align: 'right',
      })),
      rows: corners.map(([mine, others]) => {
        const total = mine + (players - 1) * others;
        return [
          { text: written(config, mine) },
          { text: written(config, others) },
          { text: points(pay(config, mine, total)) },
          { text: points(pay(config, others, total)) },
        ];
      }),
    };
  }

  function scene(view: View, decision: Decision, names: Names): readonly Block[] {
    const { config, history } = view;
    const slots = { endowment: written(config, config.endowment), m: short(config.m), players: config.players };
    return [
      text(
        [fill(history.length === 0 ? said.first : said.again, slots), decision.key === EXPECT ? said.expects : '']
          .filter(Boolean)
          .join(' '),
      ),
      ...(history.length === 0 ? [] : historyBlocks(view, names)),
    ];
  }

  /**
   * The rounds so far: a column for each other where there are few, else all in one cell, else what they put in on average; and
   * of what finds no room in a table the last round in words.
   */
  function historyBlocks(view: View, names: Names): readonly Block[] {
    const { config, history, seat } = view;
    const name = callers(config, names, seat);
    const seats = Array.from({ length: config.players }, (_, place) => place).filter((place) => place !== seat);
    // As wide as the largest, so that a column of lists is columns.
    const width = written(config, config.endowment).length;
    const list = ({ others }: SeenRound): string =>
      (others ?? []).map((contribution) => written(config, contribution).padStart(width)).join(' ');
    const last = history.at(-1)!;
    const each = last.others !== null;
    const columns = config.players <= MOST_COLUMNS && (each || config.players === 2);
    const inOneCell = each && !columns && history.every((round) => list(round).length <= WIDEST_LIST);
    const middle: readonly { readonly head: string; readonly seat?: number }[] = columns
      ? seats.map((place) => ({ head: narrow(name(place), place, seats.map(name)), seat: place }))
      : inOneCell
        ? [{ head: said.others }]
        : each
          ? [{ head: said.mean }]
          : [{ head: said.together }, { head: said.mean }];
    const cellsOf = (round: SeenRound): readonly string[] => {
      const mean = expected(config)(othersMean(config, round));
      if (columns)
        return (round.others ?? [tidy(round.total - round.mine)]).map((contribution) => written(config, contribution));
      if (inOneCell) return [list(round)];
      return each ? [mean] : [written(config, round.total), mean];
    };
    return [
      {
        kind: 'table',
        columns: [
          { head: said.round, align: 'right' },
          { head: said.you, align: 'right', who: { seat } },
          ...middle.map(({ head, seat: place }) => ({
            head,
            align: 'right' as const,
            ...(place === undefined ? {} : { who: { seat: place } }),
          })),
          { head: said.got, align: 'right' },
        ],
        rows: history.map((round, i): readonly Cell[] =>
          [String(i + 1), written(config, round.mine), ...cellsOf(round), points(round.points)].map((cell) => ({
            text: cell,
          })),
        ),
        keep: 'last',
      },
      ...(each && !columns && !inOneCell
        ? [text(fill(said.lastRound, { round: history.length, others: list(last).trim().replace(/ +/g, ' ') }))]
        : []),
    ];
  }

  /** A name that finds room over a column; where all together do not, a long one is told by its place. */
  const narrow = (name: string, seat: number, all: readonly string[]): string =>
    name.length <= WIDEST_NAME || all.join('').length <= WIDEST_NAMES ? name : fill(words.players, { seat: seat + 1 });

  function result(view: View, names: Names): readonly Block[] {
    const { history, config } = view;
    const happened: Block = { kind: 'text', strong: true, text: resultText(view, names) };
    if (history.length === 0) return [happened];
    if (history.length > 1) return [happened, ...historyBlocks(view, names)];
    return config.shown === 'each' || config.players === 2 ? [happened, groupTable(view, names)] : [happened];
  }

  /** What happened, in one sentence. */
  function resultText({ config, history, points: got, seat }: View, names: Names): string {
    if (history.length === 0) return words.result.none;
    const two = config.players === 2;
    const show = expected(config);
    const once = history.length === 1;
    const mean = (of: (round: SeenRound) => number): number =>
      history.reduce((sum, round) => sum + of(round), 0) / history.length;
    const mine = mean((round) => round.mine);
    const theirs = mean((round) => othersMean(config, round));
    const template = once
      ? two
        ? words.result.onceTwo
        : words.result.once
      : two
        ? words.result.roundsTwo
        : words.result.rounds;
    return fill(template, {
      rounds: history.length,
      other: names.find((_, place) => place !== seat) ?? words.otherPlayer,
      mine: once ? written(config, mine) : show(mine),
      mean: two && once ? written(config, theirs) : show(theirs),
      endowment: written(config, config.endowment),
      points: points(got),
    });
  }

  /** Every player with what it put in (on average) and its points, when the match is over. */
  function groupTable(view: View, names: Names): Block {
    const { config, everyone, seat: me, history } = view;
    const name = callers(config, names, me);
    const rounds = everyone?.given ?? [];
    const many = history.length > 1;
    return {
      kind: 'table',
      columns: [
        { head: words.result.player },
        { head: many ? words.result.putInRound : words.result.putIn, align: 'right' },
        { head: words.result.gotHead, align: 'right' },
      ],
      rows: (everyone?.points ?? []).map((got, seat): readonly Cell[] => {
        const mean = rounds.reduce((sum, given) => sum + given[seat]!, 0) / Math.max(1, rounds.length);
        return [
          { text: name(seat), who: [{ seat }] },
          { text: many ? expected(config)(mean) : written(config, mean) },
          { text: points(got) },
        ];
      }),
    };
  }

  return { heading, instructions, scene, result, resultText, groupTable };
});

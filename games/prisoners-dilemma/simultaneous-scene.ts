/**
 * Screens where neither knows what the other chooses: what is said beforehand, and payoffs as a table, since no tree says who
 * knows what.
 */
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Names } from '../../src/core/game.ts';
import { manyRounds } from '../../src/core/rounds.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import type { Choice } from './form.ts';
import { opening, points } from './format.ts';
import { orderOf, questionsIn } from './questions.ts';
import { other, pay, type Seen, type View } from './rules.ts';
import type { Words } from './words.ts';

/** What these screens take of the others. */
export type SharedScene = {
  otherName(seat: number, names: Names): string;
  shortName(name: string): string;
  lengthText(config: Config): string;
};

export function simultaneousSceneIn(words: Words, { otherName, shortName, lengthText }: SharedScene) {
  const { labelsOf } = questionsIn(words);
  const { instructions: told, scene: said } = words.forms.simultaneous;
  const { scene } = words;

  function instructions(config: Config, role: string, names: Names, programs: readonly boolean[]): readonly Block[] {
    const { instructions: shared } = words;
    const labels = labelsOf(config);
    const seat = names.findIndex((name) => name === scene.you);
    const mine = seat < 0 ? (role === 'second' ? 1 : 0) : seat;
    const name = otherName(mine, names);
    const program = programs[other(mine)] === true;
    const it = program ? shared.it : name;
    const slots = { it, It: opening(it, program) };
    const repeated = manyRounds(config);
    return [
      text(
        [
          program ? fill(shared.program, { other: name }) : shared.two,
          fill(placesText(config, mine === 1), slots),
        ].join(' '),
      ),
      text(fill(told.options, { C: labels.C.label, D: labels.D.label })),
      table(config, orderOf(config, false), shortName(name)),
      text(
        [
          config.told === 'already-chosen' ? fill(alreadyText(config, mine === 1, program), slots) : '',
          lengthText(config),
          config.askBeliefs ? fill(shared.beliefs, { C: labels.C.label }) : '',
          ...(repeated ? [told.rounds, shared.points] : []),
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ];
  }

  function placesText(config: Config, second: boolean): string {
    if (config.timing === 'together') return told.together;
    if (config.roles === 'drawn') return manyRounds(config) ? told.drawnRepeated : told.drawn;
    if (config.roles === 'alternating' && manyRounds(config)) return told.alternating;
    return second ? told.second : told.first;
  }

  /** Told of whom it is: with fixed places who chooses second is told it of the other, and of a program as a program. */
  function alreadyText({ roles }: Config, second: boolean, program: boolean): string {
    if (roles !== 'fixed' || !second) return told.already;
    return program ? told.alreadyProgram : told.alreadySecond;
  }

  /** Who chooses when, and what is known of it. */
  function before({ config, role }: View): string {
    if (role === 'together') return said.together;
    const already = config.told === 'already-chosen';
    if (config.roles !== 'fixed') {
      const lot = config.roles === 'drawn';
      if (role === 'first') return lot ? said.lotFirst : said.placeFirst;
      if (already) return said.already;
      return `${lot ? said.lotSecond : said.placeSecond} ${said.untold}`;
    }
    if (role === 'first') return already ? said.firstOfAlready : said.first;
    return already ? said.already : said.second;
  }

  function beliefs({ role }: View): string {
    const place = role === 'first' ? `${said.placeFirst} ` : role === 'second' ? `${said.placeSecond} ` : '';
    return place + scene.beliefs;
  }

  /** What either pair of choices pays; `happened` stands out. */
  function payoffs({ config, seat }: View, order: readonly Choice[], name: string, happened?: Seen): Block {
    const mine = happened && (happened.first === seat ? happened.move : happened.reply);
    const theirs = happened && (happened.first === seat ? happened.reply : happened.move);
    return table(config, order, shortName(name), (one, another) => one === mine && another === theirs);
  }

  function table(
    config: Config,
    order: readonly Choice[],
    short: string,
    strong: (mine: Choice, theirs: Choice) => boolean = () => false,
  ): Block {
    const labels = labelsOf(config);
    const { columns } = words.forms.simultaneous;
    return {
      kind: 'table',
      columns: [
        { head: columns.you },
        { head: fill(columns.other, { other: short }) },
        { head: columns.youGet, align: 'right' },
        { head: fill(columns.gets, { other: short }), align: 'right' },
      ],
      rows: order.flatMap((mine) =>
        order.map((theirs): readonly Cell[] => {
          const cells = [labels[mine].label, labels[theirs].label, ...pay(config, mine, theirs).map(points)];
          return cells.map((cell) => ({ text: cell, ...(strong(mine, theirs) ? { strong: true } : {}) }));
        }),
      ),
    };
  }

  return { instructions, before, beliefs, payoffs };
}

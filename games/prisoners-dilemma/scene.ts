/** What a player reads before and during play, and what happened: as blocks, without explanation. */
import { manyRounds, roundWords } from '../../src/core/rounds.ts';
import { memo } from '../../src/core/memo.ts';
import type { Block, Branch, Cell } from '../../src/core/blocks.ts';
import { text } from '../../src/core/blocks.ts';
import type { Decision, Heading, Names } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, presetName } from './config.ts';
import { opening, percent, points } from './format.ts';
import { orderOf, questionsIn } from './questions.ts';
import { type Choice, choiceOf, formOf, isSimultaneous } from './form.ts';
import { other, pay, type Seen, type View } from './rules.ts';
import { threeStepsSceneIn } from './three-steps-scene.ts';
import { simultaneousSceneIn } from './simultaneous-scene.ts';
import type { Words } from './words.ts';

const slots = (name: string) => ({ other: name, Other: opening(name) });

/** Minutes that a person needs: ours, from the number of questions. */
export function minutes({ ending, rounds, delta, method, askBeliefs, steps }: Config): number {
  const played = ending === 'finite' ? rounds : 1 / (1 - delta);
  const [choosing, expecting] = steps === 3 ? [0.3, 0.6] : [0.2, 0.3];
  const asked = 0.3 + (method === 'strategy' ? choosing : 0) + (askBeliefs ? expecting : 0);
  return Math.max(1, Math.round(0.5 + played * asked));
}

/** The first move that a question supposes; null: it is about the first move itself, or about a choice that answers none. */
function nodeMove(key: string): Choice | null {
  const found = /after_([CHD])/.exec(key);
  return found === null ? null : choiceOf(found[1]);
}

/** The order of the options in question, as they are put; else the seat's own. */
const shownOrder = ({ config, turned }: View, { input }: Decision): readonly Choice[] =>
  input.kind === 'choice' ? input.options.map(({ value }) => choiceOf(value)) : orderOf(config, turned);

/** What a seat did in a round. */
export const choiceIn = (round: Pick<Seen, 'first' | 'move' | 'reply'>, seat: number): Choice =>
  round.first === seat ? round.move : round.reply;

export const sceneIn = memo((words: Words) => {
  const { labelsOf } = questionsIn(words);

  /** What the other seat is called on this seat's screen. */
  const otherName = (seat: number, names: Names): string => names[other(seat)] ?? words.otherPlayer;

  /** The same where space is narrow: "the other". */
  const shortName = (name: string): string => (name === words.otherPlayer ? words.scene.theOther : name);

  function heading(view: View, decision: Decision | null): Heading {
    const { config } = view;
    // The name of a set of payoffs says what to think of them: a neutral screen has none.
    const named = config.neutral ? '' : presetName(config);
    const about = named ?? (['T', 'R', 'P', 'S'] as const).map((key) => `${key} ${points(config[key])}`).join(' ');
    return { about, ...roundWords(words.where, decision?.round ?? view.round, view.rounds) };
  }

  function instructions(
    config: Config,
    role: string,
    names: Names,
    programs: readonly boolean[] = [],
  ): readonly Block[] {
    if (isSimultaneous(config)) return simultaneous.instructions(config, role, names, programs);
    const said = words.instructions;
    const labels = labelsOf(config);
    const three = config.steps === 3;
    const seat = names.findIndex((name) => name === words.scene.you);
    const mine = seat < 0 ? (role === 'second' ? 1 : 0) : seat;
    const name = otherName(mine, names);
    const program = programs[other(mine)] === true;
    const it = program ? said.it : name;
    const methods = three ? words.forms.threeSteps.instructions.method : { direct: said.direct, ...said.strategy };
    const method = methods[config.method === 'direct' ? 'direct' : config.roles === 'drawn' ? 'drawn' : 'fixed'];
    return [
      text(
        [
          program ? fill(said.program, { other: name }) : said.two,
          fill(rolesText(config, mine === 1), { it, It: opening(it, program) }),
        ].join(' '),
      ),
      ...(three
        ? threeSteps.rules(config)
        : [text(fill(said.options, { C: labels.C.label, D: labels.D.label })), payoffTable(config)]),
      text(
        [method, lengthText(config), beliefsText(config), manyRounds(config) ? said.points : '']
          .filter(Boolean)
          .join(' '),
      ),
    ];
  }

  /** Every pair of choices with what each mover gets. */
  function payoffTable(config: Config): Block {
    const labels = labelsOf(config);
    const { columns } = words.instructions;
    const { choices } = formOf(config);
    return {
      kind: 'table',
      columns: [
        { head: columns.first },
        { head: columns.second },
        { head: columns.firstGets, align: 'right' },
        { head: columns.secondGets, align: 'right' },
      ],
      rows: choices.flatMap((move) =>
        choices.map((reply): readonly Cell[] => [
          { text: labels[move].label },
          { text: labels[reply].label },
          ...pay(config, move, reply).map((value) => ({ text: points(value) })),
        ]),
      ),
    };
  }

  /** That beliefs are asked, where they are. */
  function beliefsText(config: Config): string {
    const { C, H } = labelsOf(config);
    if (!config.askBeliefs) return '';
    return config.steps === 3
      ? fill(words.forms.threeSteps.instructions.beliefs, { C: C.does, H: H.does })
      : fill(words.instructions.beliefs, { C: C.label });
  }

  /** How many rounds there are. */
  function lengthText({ ending, delta, rounds }: Config): string {
    const said = words.instructions;
    if (ending === 'indefinite') return fill(said.indefinite, { percent: percent(delta) });
    return rounds === 1 ? said.once : fill(said.finite, { rounds });
  }

  /** Of one round nothing alternates: then seat 1 moves first, as with fixed roles. */
  function rolesText(config: Config, second: boolean): string {
    const said = words.instructions.roles;
    if (config.roles === 'drawn') return manyRounds(config) ? said.drawnRepeated : said.drawn;
    if (config.roles === 'alternating' && manyRounds(config)) return said.alternating;
    if (config.method === 'strategy') return second ? said.strategySecond : said.strategyFirst;
    return second ? said.fixedSecond : said.fixedFirst;
  }

  function scene(view: View, decision: Decision, names: Names): readonly Block[] {
    const name = otherName(view.seat, names);
    const { key } = decision;
    const asks = key.startsWith('belief_');
    const order = shownOrder(view, decision);
    if (isSimultaneous(view.config))
      return [
        text(fill(asks ? simultaneous.beliefs(view) : simultaneous.before(view), slots(name))),
        simultaneous.payoffs(view, order, name),
        ...(view.history.length === 0 ? [] : [history(view, name)]),
      ];
    // A belief about the other's answer is asked from the first mover's place, and the other way round.
    const supposed = nodeMove(key);
    const asFirst = asks === (supposed !== null);
    const { beliefs } = view.config.steps === 3 ? words.forms.threeSteps.scene : words.scene;
    const before = asks ? placeText(view) + beliefs : sceneText(view);
    return [
      text(fill(before, { ...slots(name), did: labelsOf(view.config)[view.move ?? 'C'].did })),
      view.config.steps === 3
        ? threeSteps.game(view, asFirst, supposed, order, name)
        : tree(view, asFirst, supposed, order, name),
      ...(view.history.length === 0 ? [] : [history(view, name)]),
    ];
  }

  function sceneText(view: View): string {
    const all = view.config.steps === 3 ? words.forms.threeSteps.scene : words.scene;
    const said = view.history.length === 0 ? all : words.scene.again;
    const lot = view.config.roles === 'drawn';
    if (view.role === 'drawn') return said.strategyDrawn;
    if (view.config.method === 'strategy') return view.role === 'first' ? said.strategyFirst : said.strategySecond;
    if (view.role === 'first') return lot ? said.lotFirst : said.first;
    return lot ? said.lotSecond : said.second;
  }

  function placeText(view: View): string {
    if (view.role === 'drawn') return '';
    return `${view.role === 'first' ? words.scene.placeFirst : words.scene.placeSecond} `;
  }

  /** The game drawn from one place: the branch already taken, and where the player stands. */
  function tree(view: View, asFirst: boolean, supposed: Choice | null, order: readonly Choice[], name: string): Block {
    const { config } = view;
    const labels = labelsOf(config);
    const taken = view.role === 'second' && config.method === 'direct' ? view.move : null;
    const branch = (move: Choice, answer: Choice | null): Branch => {
      if (answer !== null) return { label: asFirst ? labels[answer].theirs : labels[answer].label };
      return {
        label: asFirst ? labels[move].label : labels[move].theirs,
        ...(taken === move ? { taken: true } : {}),
        ...(!asFirst && supposed === move ? { here: true } : {}),
      };
    };
    return drawn(config, order, asFirst, name, branch, asFirst && supposed === null ? { here: true } : {});
  }

  /** The rounds so far, the last ones kept where room is short. */
  function history(view: View, name: string): Block {
    const said = words.scene;
    const labels = labelsOf(view.config);
    const lots = view.config.roles !== 'fixed' && view.config.timing !== 'together';
    const me = view.seat === 0 ? 0 : 1;
    const { seat } = view;
    const row = (round: Seen, i: number): readonly Cell[] => [
      { text: String(i + 1) },
      ...(lots ? [{ text: round.first === seat ? said.you : shortName(name) }] : []),
      { text: labels[choiceIn(round, seat)].label },
      { text: points(round.points[me]) },
      { text: labels[choiceIn(round, other(seat))].label },
      { text: points(round.points[other(seat)]) },
    ];
    return {
      kind: 'table',
      columns: [
        { head: said.round, align: 'right' },
        ...(lots ? [{ head: said.movedFirst }] : []),
        { head: said.you, who: { seat } },
        { head: said.points, align: 'right' },
        { head: shortName(name), who: { seat: other(seat) } },
        { head: said.points, align: 'right' },
      ],
      rows: view.history.map(row),
      keep: 'last',
    };
  }

  function result(view: View, names: Names): readonly Block[] {
    const name = otherName(view.seat, names);
    const [only] = view.history;
    const happened: Block = { kind: 'text', strong: true, text: resultText(view, name) };
    if (only === undefined) return [happened];
    if (view.history.length > 1) return [happened, history(view, name)];
    if (isSimultaneous(view.config))
      return [happened, simultaneous.payoffs(view, orderOf(view.config, view.turned), name, only)];
    return [happened, wayTaken(view, only, name)];
  }

  /** The game from one's own place, with what was chosen in its only round drawn double down to what it paid. */
  function wayTaken({ config, seat, turned }: View, { first, move, reply }: Seen, name: string): Block {
    const labels = labelsOf(config);
    const asFirst = first === seat;
    return drawn(config, orderOf(config, turned), asFirst, name, (to, answer) => ({
      label: asFirst === (answer === null) ? labels[answer ?? to].label : labels[answer ?? to].theirs,
      ...(to === move && (answer === null || answer === reply) ? { taken: true } : {}),
    }));
  }

  /** The four ways through one round. `branch`: how a move is drawn, and the answer to it. */
  function drawn(
    config: Config,
    order: readonly Choice[],
    asFirst: boolean,
    name: string,
    branch: (move: Choice, answer: Choice | null) => Branch,
    root: Branch = {},
    moves: readonly Choice[] = order,
  ): Block {
    const { you, youGet, gets, otherGets } = words.scene;
    const short = shortName(name);
    const leaf = (move: Choice, answer: Choice): readonly string[] => {
      const [first, second] = pay(config, move, answer);
      return (asFirst ? [first, second] : [second, first]).map(points);
    };
    return {
      kind: 'tree',
      heads: asFirst ? [you, short] : [short, you],
      leafHeads: [youGet, name === words.otherPlayer ? otherGets : fill(gets, { other: name })],
      root: {
        ...root,
        branches: moves.map((move) => ({
          ...branch(move, null),
          branches: order.map((answer) => ({ ...branch(move, answer), leaf: leaf(move, answer) })),
        })),
      },
    };
  }

  /** What happened, in one sentence. `once` words a single round. */
  function resultText(view: View, name: string, once: string = words.result.once): string {
    const labels = labelsOf(view.config);
    const [only] = view.history;
    if (only === undefined) return words.result.none;
    const me = view.seat === 0 ? 0 : 1;
    const got = { ...slots(name), points: points(view.points[me]), others: points(view.points[other(me)]) };
    if (view.history.length > 1) return fill(words.result.rounds, { ...got, rounds: view.history.length });
    return fill(once, {
      ...got,
      mine: labels[choiceIn(only, me)].did,
      theirs: labels[choiceIn(only, other(me))].did,
    });
  }

  const simultaneous = simultaneousSceneIn(words, { otherName, shortName, lengthText });
  const threeSteps = threeStepsSceneIn(words, { shortName, drawn });

  return { otherName, shortName, heading, instructions, scene, history, result, resultText };
});

/** What a player reads before and during play, and what happened: as blocks, without explanation. */
import { manyRounds, roundWords } from '../core/rounds.ts';
import { type Block, type Branch, type Cell, text } from '../core/blocks.ts';
import type { Decision, Heading, Names } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { nodeAfter, nodeOf, nodesOf, otherOf, placeOf } from './form.ts';
import { opening, percentText, points } from './format.ts';
import { orderOf } from './questions.ts';
import type { SeenRound, SequentialView } from './rules.ts';
import { isNeutral, lengthOf, type SequentialConfig } from './settings.ts';
import { labelsIn, optionIn, type SpokenForm } from './spoken-form.ts';

/** Minutes that a person needs: ours, from the number of questions. */
export function sequentialMinutes(config: SequentialConfig): number {
  const { rounds, ending, delta } = lengthOf(config);
  const played = ending === 'finite' ? rounds : 1 / (1 - delta);
  const asked = 0.3 + (config.method === 'strategy' ? 0.1 : 0) + (config.askBeliefs ? 0.3 : 0);
  return Math.max(1, Math.round(0.5 + played * asked));
}

/** Screens of a game of this form, in its words. */
export function sceneOf<Config extends SequentialConfig>(spoken: SpokenForm<Config>) {
  type View = SequentialView<Config>;
  const { form, words } = spoken;

  const named = (name: string) => ({ other: name, Other: opening(name) });

  /** What the other seat is called on this seat's screen. */
  const otherName = (seat: number, names: Names): string => names[otherOf(seat)] ?? words.otherPlayer;

  /** The same where space is narrow: "the other". */
  const shortName = (name: string): string => (name === words.otherPlayer ? words.scene.theOther : name);

  /** The same in sentences after play. */
  const saidName = (name: string): string => (name === words.otherPlayer ? words.scene.theOtherSaid : name);

  /** The forms of a move or an answer in these settings. */
  const option = (config: Config, letter: string) => optionIn(spoken, config, letter);

  /** The move to which there is an answer. */
  const answered = nodesOf(form)[1]?.after ?? form.moves[0];

  function heading({ config, round: now, rounds }: View, decision: Decision | null): Heading {
    // The name of a set of payoffs may say what to think of them: a neutral screen has none.
    const about =
      (config.neutral ? null : spoken.presetName(config)) ??
      Object.entries(spoken.payoffs(config))
        .map(([name, value]) => `${name} ${points(value)}`)
        .join(' ');
    return { about, ...roundWords(words.where, decision?.round ?? now, rounds) };
  }

  function instructions(
    config: Config,
    role: string,
    names: Names,
    programs: readonly boolean[] = [],
  ): readonly Block[] {
    const said = words.instructions;
    const seat = names.findIndex((name) => name === words.scene.you);
    const mine = seat < 0 ? (role === 'second' ? 1 : 0) : placeOf(seat);
    const name = otherName(mine, names);
    const program = programs[otherOf(mine)] === true;
    const it = program ? said.it : name;
    const { columns } = said;
    const { rounds, ending, delta } = lengthOf(config);
    const length =
      ending === 'indefinite'
        ? fill(said.indefinite, { percent: percentText(delta) })
        : rounds === 1
          ? said.once
          : fill(said.finite, { rounds });
    const method =
      config.method === 'direct' ? said.direct : config.roles === 'drawn' ? said.strategy.drawn : said.strategy.fixed;
    return [
      text(
        `${program ? fill(said.program, { other: name }) : said.two} ${fill(rolesText(config, mine === 1), { it, It: opening(it, program) })}`,
      ),
      text(`${fill(words.rules[isNeutral(config) ? 'neutral' : 'named'], labelsIn(spoken, config))} ${said.points}`),
      {
        kind: 'table',
        columns: [
          { head: columns.first },
          { head: columns.second },
          { head: columns.firstGets, align: 'right' },
          { head: columns.secondGets, align: 'right' },
        ],
        rows: form.moves.flatMap((move) =>
          (nodeAfter(form, move)?.options ?? [null]).map((answer): readonly Cell[] => [
            { text: option(config, move).label },
            { text: answer === null ? said.none : option(config, answer).label },
            ...form.pay(config, move, answer).map((value) => ({ text: points(value) })),
          ]),
        ),
      },
      text(
        [method, length, config.askBeliefs ? said.beliefs : '', manyRounds(config) ? said.sum : '']
          .filter(Boolean)
          .join(' '),
      ),
    ];
  }

  /** Of one round nothing alternates: then seat 1 moves first, as with fixed roles. */
  function rolesText(config: Config, second: boolean): string {
    const said = words.instructions.roles;
    if (config.roles === 'drawn') return manyRounds(config) ? said.drawnRepeated : said.drawn;
    if (config.roles === 'alternating' && manyRounds(config)) return said.alternating;
    return second ? said.fixedSecond : said.fixedFirst;
  }

  function scene(view: View, decision: Decision, names: Names): readonly Block[] {
    const name = otherName(view.seat, names);
    const asks = decision.key.startsWith('belief_');
    const { after } = nodeOf(form, decision.key);
    // A belief about the other's answer is asked from the first mover's place, and the other way round.
    const asFirst = asks === (after !== null);
    const supposed = option(view.config, answered);
    return [
      text(
        fill(asks ? placeText(view) + words.scene.beliefs : sceneText(view), {
          ...named(name),
          do: supposed.do,
          does: supposed.does,
          did: view.move === null ? '' : option(view.config, view.move).did,
        }),
      ),
      tree(asShown(view, decision), asFirst, after, name),
      ...(view.history.length === 0 ? [] : [history(view, name)]),
    ];
  }

  /** Options stand in the drawing as they stand in the question, which may have been turned. */
  function asShown(view: View, { key, input }: Decision): View {
    if (input.kind !== 'choice') return view;
    return { ...view, turned: input.options[0]?.value !== nodeOf(form, key).options[0] };
  }

  function sceneText({ role, config }: View): string {
    const said = words.scene;
    const lot = config.roles === 'drawn';
    if (role === 'drawn') return said.strategyDrawn;
    if (config.method === 'strategy') return role === 'first' ? said.strategyFirst : said.strategySecond;
    if (role === 'first') return lot ? said.lotFirst : said.first;
    return lot ? said.lotSecond : said.second;
  }

  function placeText({ role }: View): string {
    if (role === 'drawn') return '';
    return `${role === 'first' ? words.scene.placeFirst : words.scene.placeSecond} `;
  }

  /** The game drawn from one place: the branch already taken, and where the player stands. */
  function tree(view: View, asFirst: boolean, supposed: string | null, name: string): Block {
    const { config, role, move: done } = view;
    const taken = role === 'second' && config.method === 'direct' ? done : null;
    const here = (move: string | null): boolean => !asFirst && supposed !== null && supposed === move;
    return drawn(view, asFirst, name, asFirst && supposed === null, (move, answer) =>
      answer !== null ? {} : { ...(taken === move ? { taken: true } : {}), ...(here(move) ? { here: true } : {}) },
    );
  }

  /** The rounds so far, the last ones kept where room is short. */
  function history({ config, history: rounds, seat }: View, name: string): Block {
    const said = words.scene;
    const lots = config.roles !== 'fixed';
    const me = placeOf(seat);
    return {
      kind: 'table',
      columns: [
        { head: said.round, align: 'right' },
        ...(lots ? [{ head: said.movedFirst }] : []),
        { head: said.move },
        { head: said.answer },
        { head: said.you, align: 'right', who: { seat } },
        { head: shortName(name), align: 'right', who: { seat: otherOf(seat) } },
      ],
      rows: rounds.map(({ first, move, answer, points: paid }, i): readonly Cell[] => [
        { text: String(i + 1) },
        ...(lots ? [{ text: first === seat ? said.you : shortName(name) }] : []),
        { text: option(config, move).label },
        { text: answer === null ? words.instructions.none : option(config, answer).label },
        { text: points(paid[me]) },
        { text: points(paid[otherOf(me)]) },
      ]),
      keep: 'last',
    };
  }

  function result(view: View, names: Names): readonly Block[] {
    const name = otherName(view.seat, names);
    const [only] = view.history;
    const happened: Block = { kind: 'text', strong: true, text: resultText(view, name) };
    if (only === undefined) return [happened];
    return [happened, view.history.length > 1 ? history(view, name) : wayTaken(view, only, name)];
  }

  /** The game from one's own place, with what was chosen in its only round drawn double down to what it paid. */
  const wayTaken = (view: View, { first, move, answer }: SeenRound, name: string): Block =>
    drawn(view, first === view.seat, name, false, (to, reply) =>
      to === move && (reply === null || reply === answer) ? { taken: true } : {},
    );

  /** All ways through one round. `at`: what is marked on the branch of a move, and of an answer to it. */
  function drawn(
    { config, turned }: View,
    asFirst: boolean,
    name: string,
    here: boolean,
    at: (move: string, answer: string | null) => Branch,
  ): Block {
    const { you, youGet, gets, otherGets } = words.scene;
    const short = shortName(name);
    const called = (letter: string, mine: boolean): string => option(config, letter)[mine ? 'label' : 'theirs'];
    const leaf = (move: string, answer: string | null): readonly string[] => {
      const [first, second] = form.pay(config, move, answer);
      return (asFirst ? [first, second] : [second, first]).map(points);
    };
    return {
      kind: 'tree',
      heads: asFirst ? [you, short] : [short, you],
      leafHeads: [youGet, name === words.otherPlayer ? otherGets : fill(gets, { other: name })],
      root: {
        ...(here ? { here: true } : {}),
        branches: orderOf(form.moves, turned).map((move): Branch => {
          const node = nodeAfter(form, move);
          const branch = { label: called(move, asFirst), ...at(move, null) };
          if (node === undefined) return { ...branch, leaf: leaf(move, null) };
          return {
            ...branch,
            branches: orderOf(node.options, turned).map((answer) => ({
              label: called(answer, !asFirst),
              ...at(move, answer),
              leaf: leaf(move, answer),
            })),
          };
        }),
      },
    };
  }

  /** What happened, in one sentence. */
  function resultText({ config, seat, history: rounds, points: total }: View, name: string): string {
    const said = words.result;
    const [only] = rounds;
    if (only === undefined) return said.none;
    const me = placeOf(seat);
    const got = { ...named(name), points: points(total[me]), others: points(total[otherOf(me)]) };
    if (rounds.length > 1) return fill(said.rounds, { ...got, rounds: rounds.length });
    const move = option(config, only.move).did;
    const mine = only.first === seat;
    if (only.answer === null) return fill(mine ? said.mine : said.theirs, { ...got, mine: move, theirs: move });
    const answer = option(config, only.answer).did;
    return fill(mine ? said.once : said.answered, { ...got, mine: mine ? move : answer, theirs: mine ? answer : move });
  }

  return { otherName, saidName, heading, instructions, scene, result, resultText };
}

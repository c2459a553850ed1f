/** Who does what in one's own place, and where one stands: the first page of the debrief, without letters of plans. */
import { manyRounds } from '../core/rounds.ts';
import { type Block, type Cell, text } from '../core/blocks.ts';
import type { Belief, Plans, Taste } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { type Solution, solved } from '../core/theory.ts';
import { bestPlans, held, matchBelief } from './beliefs.ts';
import { at, type FormNode, nodesOf, planName } from './form.ts';
import { kappaText, percentText } from './format.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { ECONOMICUS, MORALIS, type SolvedBoth } from './solution-words.ts';
import { optionIn, type SpokenForm } from './spoken-form.ts';
import { standinChances } from '../core/stand-in.ts';

/** Both agents of theory as they would have played in this seat, round by round (from 0); `last` is the last round that was played. */
export type YourPlace = { readonly belief: Belief; readonly last: SolvedBoth; in(round: number): SolvedBoth };

/** One own choice, and the letters by which each agent would have made it; several where plans tie. */
export type ChoiceMade = {
  readonly round: number;
  readonly node: FormNode;
  readonly letter: string;
  readonly economicus: readonly string[];
  readonly moralis: readonly string[];
  readonly baseline: readonly string[];
};

const AGENTS = ['economicus', 'moralis', 'baseline'] as const;

/** One's own place in a game of this form, in its words. */
export function yourPlaceOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  plansOf: (config: Config) => Plans,
) {
  type View = SequentialView<Config>;
  const { form, words } = spoken;
  const said = words.debrief;
  const nodes = nodesOf(form);

  /** `told`: the other's taste, where this seat was told it. */
  function placed({ config, history, seat }: View, { variant: _, ...taste }: Taste, told: Taste | null): YourPlace {
    const belief = matchBelief(config, told);
    const after = (round: number): SolvedBoth => {
      const now = held(form, belief, history.slice(0, round), seat);
      return { economicus: solved(plansOf(config), { kappa: 0 }, now), moralis: solved(plansOf(config), taste, now) };
    };
    return { belief, last: after(Math.max(0, history.length - 1)), in: after };
  }

  /** What a solved agent does at a node: both where plans that tie for best differ there. */
  const doesAt = (solution: Solution, node: FormNode): readonly string[] => [
    ...new Set(bestPlans(solution).map((plan) => at(form, planName(form, plan), node))),
  ];

  /** The best plan of the stand-in, without its noise. */
  const standinPlan = (config: Config): string => planName(form, standinChances(plansOf(config)).solution.plan);

  /** Every own choice in order, with the agents' in the same round at the same node. */
  const choicesMade = ({ config, history }: View, place: YourPlace): readonly ChoiceMade[] =>
    history.flatMap(({ mine }, round) =>
      nodes.flatMap((node): readonly ChoiceMade[] => {
        const letter = mine[node.key];
        if (letter === undefined) return [];
        const { economicus, moralis } = place.in(round);
        const baseline = [at(form, standinPlan(config), node)];
        return [
          { round, node, letter, economicus: doesAt(economicus, node), moralis: doesAt(moralis, node), baseline },
        ];
      }),
    );

  /** A plan by the labels of its answers: "trust, share". */
  const planLabels = (config: Config, plan: string): string =>
    nodes.map((node) => optionIn(spoken, config, at(form, plan, node)).label).join(said.then);

  /** How likely the other is taken to do what stands first, node by node: "trust with 50 %, share with 80 %". */
  const numbersText = (config: Config, numbers: readonly number[]): string =>
    nodes
      .map(({ options: [letter] }, place) =>
        fill(said.believe.number, {
          label: optionIn(spoken, config, letter).label,
          percent: percentText(numbers[place] ?? 0.5),
        }),
      )
      .join(', ');

  /** "take moralis to play trust, share: its plan for 50 : 50". */
  function believe(config: Config, { belief, last: { economicus } }: YourPlace, name: string): string {
    const { believe: words } = said;
    const now = economicus.belief;
    switch (belief.kind) {
      case 'known':
        return fill(words.known, {
          other: name,
          plan: planLabels(config, planName(form, economicus.weights.indexOf(1))),
        });
      case 'given':
        return fill(words.given, { numbers: numbersText(config, belief.numbers) });
      case 'observed':
        return manyRounds(config) && now.kind === 'given'
          ? fill(words.learned, { numbers: numbersText(config, now.numbers) })
          : words.uniform;
      case 'like-minded':
        return words.likeMinded;
      default:
        return words.uniform;
    }
  }

  /** What is counted at each node, as heads of columns: how often the answer that stands first was given there. */
  const countHeads = (config: Config): readonly string[] =>
    nodes.map(({ after, options: [letter] }) => {
      const { head } = optionIn(spoken, config, letter);
      return after === null
        ? fill(said.countColumns.first, { head })
        : fill(said.countColumns.after, { head, move: optionIn(spoken, config, after).head });
    });

  /** One row for oneself and one for each agent: what each does at every node. */
  function placeTable(view: View, place: YourPlace, you: string, name: string): readonly Block[] {
    const { config, history, seat } = view;
    const made = choicesMade(view, place);
    const many = history.length > 1;
    const { last } = place;
    const row = (cell: (node: FormNode, mine: readonly ChoiceMade[]) => string): readonly Cell[] =>
      nodes.map((node) => ({
        text: cell(
          node,
          made.filter((one) => one.node.key === node.key),
        ),
      }));
    const counted = ([named]: FormNode['options'], choices: readonly (readonly string[])[]): string =>
      choices.some((either) => either.length > 1)
        ? said.either
        : fill(said.count, { count: choices.filter(([one]) => one === named).length, of: choices.length });
    const own = row(({ options }, mine) => {
      const [only] = mine;
      if (only === undefined) return said.none;
      return many
        ? counted(
            options,
            mine.map(({ letter }) => [letter]),
          )
        : optionIn(spoken, config, only.letter).label;
    });
    const agent = (who: (typeof AGENTS)[number], does: (node: FormNode) => readonly string[]) =>
      row((node, mine) => {
        if (many)
          return mine.length === 0
            ? said.none
            : counted(
                node.options,
                mine.map((one) => one[who]),
              );
        const [letter, ...others] = does(node);
        return letter === undefined || others.length > 0 ? said.either : optionIn(spoken, config, letter).label;
      });
    const heads = many
      ? countHeads(config)
      : nodes.map(({ after }) =>
          after === null
            ? said.columns.first
            : fill(said.columns.after, { head: optionIn(spoken, config, after).head }),
        );
    return [
      text(fill(many ? said.placeRounds : said.place, { belief: believe(config, place, name) })),
      {
        kind: 'table',
        columns: [{ head: '' }, ...heads.map((head) => ({ head }))],
        rows: [
          [{ text: you, who: [{ seat }] }, ...own],
          [{ text: 'economicus', who: [ECONOMICUS] }, ...agent('economicus', (node) => doesAt(last.economicus, node))],
          [
            { text: fill(said.who.moralis, { kappa: kappaText(last.moralis.taste.kappa) }), who: [MORALIS] },
            ...agent('moralis', (node) => doesAt(last.moralis, node)),
          ],
          [
            { text: said.who.baseline, who: [{ agent: 'baseline' }] },
            ...agent('baseline', (node) => [at(form, standinPlan(config), node)]),
          ],
        ],
      },
    ];
  }

  /** How many of one's choices are those of each agent; where plans tie either choice is. */
  function standText(view: View, place: YourPlace): string {
    const made = choicesMade(view, place);
    if (made.length === 0) return '';
    const like = (who: (typeof AGENTS)[number]) => made.filter((one) => one[who].includes(one.letter)).length;
    const counts = { economicus: like('economicus'), moralis: like('moralis'), baseline: like('baseline') };
    if (made.length > 1) return fill(said.stand.many, { of: made.length, ...counts });
    const agreeing = AGENTS.filter((who) => counts[who] === 1).map((who) =>
      who === 'baseline' ? said.stand.baseline : who,
    );
    const last = agreeing.at(-1);
    if (last === undefined) return said.stand.nobody;
    const listed = agreeing.length === 1 ? last : `${agreeing.slice(0, -1).join(', ')}${said.and}${last}`;
    return fill(said.stand.one, { agents: listed });
  }

  return { placed, standinPlan, choicesMade, countHeads, planLabels, believe, placeTable, standText };
}

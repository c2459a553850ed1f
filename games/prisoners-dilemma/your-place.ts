/** The first page of the debrief without letters of plans: who does what in one's own place, and where one stands. */
import { manyRounds } from '../../src/core/rounds.ts';
import { memo } from '../../src/core/memo.ts';
import { type Block, type Cell, text } from '../../src/core/blocks.ts';
import type { Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import { learns } from './belief.ts';
import type { Config } from './config.ts';
import { at, type Choice, formOf, type Node } from './form.ts';
import { chancesByNode, formWordsIn } from './form-words.ts';
import { kappa as kappaText } from './format.ts';
import { ECONOMICUS, MORALIS } from '../../src/sequential/solution-words.ts';
import type { InYourPlace } from './plan-table.ts';
import { planWordsIn } from './plan-words.ts';
import { planNamed } from './plans.ts';
import { questionsIn } from './questions.ts';
import type { View } from './rules.ts';
import { standinPlan } from './standin.ts';
import type { Words } from './words.ts';

/** One own choice, and the plans by which each agent would have made it; several where they tie. */
type Made = {
  readonly round: number;
  readonly node: Node;
  readonly choice: Choice;
  readonly economicus: readonly Choice[];
  readonly moralis: readonly Choice[];
  readonly baseline: readonly Choice[];
};

/** What a solved agent does at a node: both where plans that tie for best differ there. */
export function doesAt(config: Config, { plan, ties }: Solution, node: Node): readonly Choice[] {
  const all = (ties.length > 0 ? ties : [plan]).map((place) => at(formOf(config), planNamed(config, place), node));
  return [...new Set(all)];
}

/** Every own choice in order, with the agents' in the same round at the same node. */
export const choicesMade = ({ config, history }: View, place: InYourPlace): readonly Made[] =>
  history.flatMap(({ mine }, round) => {
    const { economicus, moralis } = place.in(round);
    const form = formOf(config);
    return form.nodes.flatMap((node) => {
      const choice = mine[node];
      if (choice === undefined) return [];
      const baseline = [at(form, standinPlan(config), node)];
      const [eco, moral] = [doesAt(config, economicus, node), doesAt(config, moralis, node)];
      return [{ round, node, choice, economicus: eco, moralis: moral, baseline }];
    });
  });

const AGENTS = ['economicus', 'moralis', 'baseline'] as const;

export const yourPlaceIn = memo((words: Words) => {
  const said = words.debrief;
  const { labelsOf } = questionsIn(words);
  const { cell, cells, planDo, nouns } = planWordsIn(words);
  const { saidIn, nodes: called } = formWordsIn(words);

  /** "take moralis to cooperate first, answer in kind, its plan if it expects 50 : 50" */
  function believe(config: Config, { belief, last }: InYourPlace, name: string): string {
    const { believe: words } = saidIn(config).debrief;
    const now = last.economicus.belief;
    const numbers = now.kind === 'given' ? now.numbers : [];
    const slots = { ...nouns(config), other: name, ...chancesByNode(config, numbers) };
    if (belief.kind === 'known' && learns(config, belief)) return fill(words.grim, slots);
    switch (belief.kind) {
      case 'known':
        return fill(words.known, {
          ...slots,
          plan: planDo(config, planNamed(config, last.economicus.weights.indexOf(1))),
        });
      case 'given':
        return fill(words.given, slots);
      case 'observed':
        return fill(manyRounds(config) ? words.learned : words.uniform, slots);
      case 'like-minded':
        return words.likeMinded;
      default:
        return fill(words.uniform, slots);
    }
  }

  /** One row for oneself and one for each agent: what each does first, after C and after D. */
  function placeTable(view: View, place: InYourPlace, you: string, name: string): readonly Block[] {
    const { config } = view;
    const form = formOf(config);
    const labels = labelsOf(config);
    const made = choicesMade(view, place);
    const many = view.history.length > 1;
    const { last } = place;
    const rowOf = (cells: (node: Node, mine: readonly Made[]) => string): readonly Cell[] =>
      form.nodes.map((node) => ({
        text: cells(
          node,
          made.filter((one) => one.node === node),
        ),
      }));
    const counted = (choices: readonly (readonly Choice[])[]): string =>
      choices.some((either) => either.length > 1)
        ? said.either
        : fill(said.count, { count: choices.filter(([one]) => one === 'C').length, of: choices.length });
    const own = rowOf((_, mine) => {
      const [only] = mine;
      if (only === undefined) return said.none;
      return many ? counted(mine.map(({ choice }) => [choice])) : cell(config, only.choice);
    });
    const agent = (who: (typeof AGENTS)[number], does: (node: Node) => readonly Choice[]) =>
      rowOf((node, mine) => {
        if (many) return mine.length === 0 ? said.none : counted(mine.map((one) => one[who]));
        return cells(config, does(node));
      });
    return [
      text(fill(many ? said.placeRounds : said.place, { do: labels.C.do, belief: believe(config, place, name) })),
      {
        kind: 'table',
        columns: [{ head: '' }, ...form.nodes.map((node) => ({ head: fill(called.column[node], nouns(config)) }))],
        rows: [
          [{ text: you, who: [{ seat: view.seat }] }, ...own],
          [
            { text: 'economicus', who: [ECONOMICUS] },
            ...agent('economicus', (node) => doesAt(config, last.economicus, node)),
          ],
          [
            { text: fill(said.who.moralis, { kappa: kappaText(last.moralis.taste.kappa) }), who: [MORALIS] },
            ...agent('moralis', (node) => doesAt(config, last.moralis, node)),
          ],
          [
            { text: saidIn(config).debrief.who.baseline, who: [{ agent: 'baseline' }] },
            ...agent('baseline', (node) => [at(form, standinPlan(config), node)]),
          ],
        ],
      },
    ];
  }

  /** How many of one's choices are those of each agent; where plans tie either choice is. */
  function standText(view: View, place: InYourPlace): string {
    const made = choicesMade(view, place);
    const like = (who: (typeof AGENTS)[number]) => made.filter((one) => one[who].includes(one.choice)).length;
    if (made.length === 0) return '';
    const names = { economicus: 'economicus', moralis: 'moralis', baseline: said.stand.baseline };
    const counts = { economicus: like('economicus'), moralis: like('moralis'), baseline: like('baseline') };
    if (made.length > 1) return fill(said.stand.many, { of: made.length, ...counts });
    const agreeing = AGENTS.filter((who) => counts[who] === 1).map((who) => names[who]);
    const listed =
      agreeing.length < 3
        ? agreeing.join(said.and)
        : `${agreeing.slice(0, -1).join(', ')}${said.and}${agreeing.at(-1)}`;
    return agreeing.length === 0 ? said.stand.nobody : fill(said.stand.one, { agents: listed });
  }

  return { believe, placeTable, standText };
});

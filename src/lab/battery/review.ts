/**
 * A battery that is over, as one of its people is told of it: what was decided in each protocol, beside what theory decides
 * when it expects of the other what this person said, and which agents all of it together excludes. Never a κ.
 */
import { tellsKappa } from '../../analysis/preferences/best-plans.ts';
import { individualExclusions } from '../../analysis/preferences/individual.ts';
import { choicesOf } from '../../analysis/preferences/match-choices.ts';
import type { Observation, ObservedChoice } from '../../analysis/preferences/observation.ts';
import { isRefusal } from '../../analysis/preferences/refusal.ts';
import type { Block, Cell } from '../../core/blocks.ts';
import type { Answer, AnyGame, Move, Seat } from '../../core/game.ts';
import type { Store } from '../../core/log.ts';
import { fill } from '../../core/template.ts';
import { likely, solved } from '../../core/theory.ts';
import { replay } from '../../match/replay.ts';
import type { Sequence } from './sequence.ts';
import { batteryWords } from './words.ts';
import type { BatteryWords } from './words.en.ts';

/** One protocol as a person went through it. */
export type ReviewedProtocol = {
  readonly place: number;
  readonly game: AnyGame;
  readonly preset: string;
  readonly points: number;
  /** What was decided, in the words of the screen: the first move, then each answer. */
  readonly decided: string;
  /** What was expected of the other, in percent, node by node. */
  readonly expected: readonly number[];
  /** What each agent of theory decides, and whether this person decided so. */
  readonly theory: Readonly<Record<Theory, { readonly decides: string; readonly same: boolean }>>;
  readonly choice: ObservedChoice;
};

type Theory = 'economicus' | 'moralis';
const KAPPAS: readonly (readonly [Theory, number])[] = [
  ['economicus', 0],
  ['moralis', 0.5],
];

/** What one of the people did, protocol by protocol; those that cannot be told beside theory are left out. */
export async function reviewOf(store: Store, sequence: Sequence, seat: Seat): Promise<readonly ReviewedProtocol[]> {
  const each = sequence.tables.map(async ({ game, preset }, at): Promise<readonly ReviewedProtocol[]> => {
    const match = sequence.matches[at];
    if (match?.ending !== 'finished') return [];
    const played = replay(game, match.config, match.seed, match.seats.length, await store.decisions(match.code));
    const [choice] = choicesOf({ game, match, played }, seat);
    if (choice === undefined || typeof choice === 'string') return [];
    const { plans, answers, belief } = choice;
    const mine = played.moves.filter(({ decision }) => decision.seat === seat);
    const numbers = likely(plans, belief.weights);
    const said = (answered: (node: string) => Answer | undefined): string =>
      nodesIn(choice)
        .map((node) => labelOf(mine, node, answered(node)))
        .join(' ');
    const plan = plans.names.findIndex((_, one) =>
      nodesIn(choice).every((node) => plans.answer(one, node) === answers[node]),
    );
    const theory = KAPPAS.map(([name, kappa]) => {
      const { plan: best, ties } = solved(plans, { kappa }, { kind: 'given', numbers });
      const same = plan === best || ties.includes(plan);
      return [name, { decides: said((node) => plans.answer(same ? plan : best, node)), same }] as const;
    });
    return [
      {
        ...{ place: at + 1, game, preset: preset ?? '', points: played.payoffs?.[seat] ?? 0, choice },
        decided: said((node) => answers[node]),
        expected: numbers.map((number) => Math.round(100 * number)),
        theory: { economicus: theory[0]![1], moralis: theory[1]![1] },
      },
    ];
  });
  return (await Promise.all(each)).flat();
}

const nodesIn = ({ plans }: ObservedChoice): readonly string[] => [...new Set(plans.nodes.map(({ key }) => key))];

/** An answer as it was called on the screen. */
function labelOf(moves: readonly Move[], node: string, answer: Answer | undefined): string {
  const input = moves.find(({ decision }) => decision.key === node)?.decision.input;
  const option = input?.kind === 'choice' ? input.options.find(({ value }) => value === answer) : undefined;
  return option?.label ?? String(answer ?? '–');
}

/** The same as blocks, in the participants' language. */
export function reviewBlocks(sequence: Sequence, seat: Seat, reviewed: readonly ReviewedProtocol[]): readonly Block[] {
  const said = batteryWords(sequence.language).review;
  if (reviewed.length === 0) return [{ kind: 'text', text: said.none }];
  const of = sequence.tables.length;
  const text = (line: string): Block => ({ kind: 'text', text: line });
  const sum = reviewed.reduce((total, { points }) => total + points, 0);
  return [
    { kind: 'text', text: said.head, strong: true },
    {
      kind: 'table',
      columns: [
        { head: said.columns.place, align: 'right' },
        { head: said.columns.protocol },
        { head: said.columns.expected },
        { head: said.columns.you },
        { head: 'economicus', who: { agent: 'economicus' } },
        { head: 'moralis', who: { agent: 'moralis' } },
        { head: said.columns.points, align: 'right' },
      ],
      rows: reviewed.map(({ place, game, preset, expected, decided, theory, points }): readonly Cell[] => [
        { text: String(place) },
        { text: `${game.title} ${preset}` },
        { text: expected.join(' ') },
        { text: decided, strong: true },
        { text: theory.economicus.same ? '=' : theory.economicus.decides },
        { text: theory.moralis.same ? '=' : theory.moralis.decides },
        { text: String(points) },
      ]),
    },
    text(said.plan),
    ...agreement(said, reviewed).map(text),
    ...excluded(said, reviewed, sequence.people[seat] ?? '', sequence.language).map(text),
    ...controlsIn(reviewed).map((game) => text(fill(said.control, { game }))),
    text(fill(said.points, { points: Number(sum.toFixed(2)), of })),
    text(fill(said.paid, sequence.paid)),
  ];
}

function agreement(said: BatteryWords['review'], reviewed: readonly ReviewedProtocol[]): readonly string[] {
  const { agree } = said;
  const of = reviewed.length;
  const as = (name: Theory, among = reviewed): number => among.filter(({ theory }) => theory[name].same).length;
  const apart = reviewed.filter(({ theory }) => differ(theory));
  return [
    fill(agree.economicus, { same: as('economicus'), of }),
    fill(agree.moralis, { same: as('moralis'), of }),
    apart.length === 0
      ? agree.alike
      : fill(agree.apart, {
          apart: apart.length,
          economicus: as('economicus', apart),
          moralis: as('moralis', apart),
          neither: apart.filter(({ theory }) => !theory.economicus.same && !theory.moralis.same).length,
        }),
  ];
}

/** The titles of games in which no κ below 1 answers otherwise than another, under what this person expects: they tell no κ. */
const controlsIn = (reviewed: readonly ReviewedProtocol[]): readonly string[] =>
  [...Map.groupBy(reviewed, ({ game }) => game.title)].flatMap(([title, mine]) =>
    mine.some(({ choice }) => tellsKappa(choice)) ? [] : [title],
  );

/** Whether the two decide differently here, as far as what this person decided shows it. */
const differ = ({ economicus, moralis }: ReviewedProtocol['theory']): boolean =>
  economicus.same !== moralis.same || (!economicus.same && economicus.decides !== moralis.decides);

function excluded(
  said: BatteryWords['review'],
  reviewed: readonly ReviewedProtocol[],
  player: string,
  language: string,
): readonly string[] {
  const observations = reviewed.map(({ choice }): Observation => ({ ...choice, player, unit: player, kind: 'human' }));
  const names = [said.agents.economicus, said.agents.moralis, said.agents.baseline, said.agents.random];
  const under = individualExclusions(observations);
  if (isRefusal(under)) return [];
  const judged = under.agents.map(({ behind, excluded: out }, at) => ({ name: names[at] ?? '', behind, out }));
  const open = judged.filter(({ out }) => !out).map(({ name }) => name);
  return [
    ...judged
      .filter(({ out }) => out)
      .map(({ name, behind }) => {
        const times = Math.floor(Math.exp(behind));
        return fill(said.excluded, { agent: name, times: times > 1e6 ? said.more : times.toLocaleString(language) });
      }),
    fill(said.open, { agents: open.join(', ') }),
    fill(said.ratio, { ratio: under.ratio, lambdas: under.lambdas.join(', ') }),
  ];
}

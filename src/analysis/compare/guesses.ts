/**
 * Guess who: whom people took the other for, how sure they were, and who it was. A person counts once, by the first guess in
 * a game; what one says of the third program is known from the first two.
 */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { percent } from '../../core/format.ts';
import { wilson } from '../stats/rates.ts';
import { mean } from '../stats/sample.ts';
import { FEW } from '../stats/few.ts';
import type { Bucket } from './observations.ts';
import type { RoundMemo } from './round-memo.ts';
import { type Breathe, type Grouping, listsOf, type SampleGroup, sampleGroups } from './samples.ts';

/** One guess as it is stored: in which session, of which match of it and by whom, whom the other was taken for, how sure (0 to 100), who it was, when. */
export type StoredGuess = {
  readonly session: string;
  readonly match: string;
  readonly participant: string | null;
  readonly guess: string;
  readonly confidence: number;
  readonly truth: string;
  readonly at: number;
};

/** What one group guessed: a person once. */
export type GroupGuesses = {
  readonly label: string;
  /** People who guessed, and how many of them were right. */
  readonly n: number;
  readonly right: number;
  /** Wilson's, at 95 %; null of fewer than five. */
  readonly interval: readonly [number, number] | null;
  /** Mean confidence, 0 to 100, of those who were right and of those who were not; null where there are none. */
  readonly sureRight: number | null;
  readonly sureWrong: number | null;
  /** By who it was: how many took it for whom. */
  readonly table: readonly { readonly truth: string; readonly guess: string; readonly count: number }[];
};

/** The same whatever the group is called. */
export type GuessCounts = Omit<GroupGuesses, 'label'>;

/** The guesses of one game, a group an entry. */
export type GameGuesses = {
  readonly game: string;
  readonly title: string;
  readonly groups: readonly GroupGuesses[];
};

/** Agents by their names without κ: a person says moralis, the log moralis:0.5. */
const named = (id: string): string => id.split(/[:/]/)[0]!;

/**
 * The guesses of the people in these buckets, by game and by the groups of the comparison; games in which nobody guessed are
 * left out. A guess is right where it names the agent that sat there, whatever its κ.
 */
export async function guessesOf(
  buckets: readonly Bucket[],
  guesses: readonly StoredGuess[],
  grouping: Grouping,
  { guessed }: { readonly guessed: RoundMemo<GuessCounts | null> },
  breathe: Breathe,
): Promise<readonly GameGuesses[]> {
  if (guesses.length === 0) return [];
  const bySession = Map.groupBy(guesses, ({ session }) => session);
  const found: GameGuesses[] = [];
  const people = buckets.filter(({ seat }) => seat.kind === 'human');
  for (const [game, mine] of Map.groupBy(people, ({ condition }) => condition.game)) {
    const groups: GroupGuesses[] = [];
    for (const group of await sampleGroups(mine, grouping, breathe)) {
      const { stamp, label, sessions } = group;
      const theirs = [...sessions].flatMap((code) => bySession.get(code) ?? []);
      if (theirs.length === 0) continue;
      // Guesses are only added: as many are the same.
      const key = stamp === null ? null : `${stamp} ${grouping.treatments.size} ${label} ${theirs.length}`;
      const counts = await guessed.of(key, () => guessesIn(group, theirs));
      if (counts !== null) groups.push({ label, ...counts });
    }
    if (groups.length > 0) found.push({ game: game.name, title: game.title, groups });
  }
  return found;
}

/** What a group guessed; null: nothing. */
async function guessesIn(group: SampleGroup, guesses: readonly StoredGuess[]): Promise<GuessCounts | null> {
  const byMatch = Map.groupBy(guesses, ({ match }) => match);
  const first = new Map<string, StoredGuess>();
  for (const { match, participant } of (await listsOf(group)).flat())
    for (const one of byMatch.get(match) ?? []) {
      if (one.participant !== participant) continue;
      const person = participant ?? match;
      const before = first.get(person);
      if (before === undefined || one.at < before.at) first.set(person, one);
    }
  return first.size === 0 ? null : counted([...first.values()]);
}

function counted(guesses: readonly StoredGuess[]): GuessCounts {
  const isRight = ({ guess, truth }: StoredGuess): boolean => named(guess) === named(truth);
  const [right, wrong] = [guesses.filter(isRight), guesses.filter((one) => !isRight(one))];
  const sure = (some: readonly StoredGuess[]): number | null =>
    some.length === 0 ? null : mean(some.map(({ confidence }) => confidence));
  const n = guesses.length;
  return {
    ...{ n, right: right.length, interval: n < FEW ? null : wilson(right.length, n) },
    ...{ sureRight: sure(right), sureWrong: sure(wrong) },
    table: [...Map.groupBy(guesses, ({ truth, guess }) => JSON.stringify([named(truth), named(guess)]))]
      .map(([, mine]) => ({ truth: named(mine[0]!.truth), guess: named(mine[0]!.guess), count: mine.length }))
      .toSorted((a, b) => a.truth.localeCompare(b.truth) || a.guess.localeCompare(b.guess)),
  };
}

/** The guesses of one game as blocks: who was right and how sure, then who was taken for whom; `only`: groups by their labels. */
export function guessBlocks({ groups: all }: GameGuesses, only: readonly string[] | null = null): readonly Block[] {
  const groups = only === null ? all : all.filter(({ label }) => only.includes(label));
  if (groups.length === 0) return [];
  const agents = [
    ...new Set(groups.flatMap(({ table }) => table.flatMap(({ truth, guess }) => [truth, guess]))),
  ].sort();
  return [
    text('Guess who: whom people took the program for. A person counts once, by the first guess.'),
    {
      kind: 'table',
      columns: [
        { head: '' },
        ...['right', '95 %', 'sure if right', 'sure if wrong'].map((head) => ({ head, align: 'right' as const })),
      ],
      rows: groups.map(({ label, n, right, interval, sureRight, sureWrong }): readonly Cell[] => [
        { text: label },
        { text: n < FEW ? `${right} of ${n}` : `${percent(right / n)}  ${right} of ${n}` },
        { text: interval === null ? '–' : `${percent(interval[0]).replace(' %', '')} to ${percent(interval[1])}` },
        { text: sureRight === null ? '–' : String(Math.round(sureRight)) },
        { text: sureWrong === null ? '–' : String(Math.round(sureWrong)) },
      ]),
    },
    {
      kind: 'table',
      columns: [
        { head: 'it was' },
        ...agents.map((agent) => ({ head: `taken for ${agent}`, align: 'right' as const })),
      ],
      rows: groups.flatMap(({ label, table }) =>
        [...new Set(table.map(({ truth }) => truth))].map((truth): readonly Cell[] => [
          { text: groups.length === 1 ? truth : `${label}: ${truth}` },
          ...agents.map((agent) => ({
            text: String(table.find((one) => one.truth === truth && one.guess === agent)?.count ?? 0),
            strong: agent === truth,
          })),
        ]),
      ),
    },
  ];
}

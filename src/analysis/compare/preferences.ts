/**
 * What each group's choices tell of its preferences, over all sets of payoffs of a game together: the pooled fit where economics
 * allows one, and for every actor which agents their answers exclude. Apart by what was said of the other.
 */
import {
  exclusionCounts,
  type ExclusionCounts,
  individualExclusions,
  type IndividualExclusions,
} from '../preferences/individual.ts';
import { tellsKappa } from '../preferences/best-plans.ts';
import { type ControlRate, controlRates } from '../preferences/control-rates.ts';
import { groupsOf, type Preferences, preferencesInSteps } from '../preferences/group.ts';
import type { ExclusionReason } from '../preferences/match-choices.ts';
import {
  exclusionsOf,
  type Exclusion,
  instrumentName,
  memoOfChoices,
  type Observation,
  type ObservedChoice,
} from '../preferences/observation.ts';
import type { ProbabilityPreferences } from '../preferences/probability-group.ts';
import { isRefusal, type Refusal } from '../preferences/refusal.ts';
import type { Bucket } from './observations.ts';
import { FEW } from '../stats/few.ts';
import type { RoundMemo } from './round-memo.ts';
import type { MatchingGroups, MatchingGroupsFollowed } from './matching-groups.ts';
import { type Breathe, type Grouping, listsOf, type SampleGroup, sampleGroups } from './samples.ts';

export type GroupPreferences = Pick<SampleGroup, 'label' | 'kind' | 'mark'> & {
  /** 'not disclosed', or 'disclosed: moralis'. */
  readonly information: string;
  /** The sets of payoffs, in plain words. */
  readonly games: readonly string[];
  /** Rounds that could not be used, and why. */
  readonly leftOut: readonly Exclusion<ExclusionReason>[];
  /** null: of probabilities, which are no draws, so that no answer is more or less likely than another by chance. */
  readonly actors: ExclusionCounts | null;
  /** Fewer than five actors are looked at one by one; of probabilities nobody is. */
  readonly each: readonly { readonly actor: string; readonly under: IndividualExclusions }[];
  /** The pooled fit, or why there is none. */
  readonly estimated: Preferences | ProbabilityPreferences | Refusal;
  /** Games in which economicus and every moralis of κ below 1 play alike: what was chosen beside what both do. */
  readonly controls: readonly { readonly title: string; readonly rates: readonly ControlRate[] }[];
};

export type GamePreferences = {
  readonly game: string;
  readonly title: string;
  readonly groups: readonly GroupPreferences[];
};

/**
 * Preferences by game and group, for games with plans. `met`: matching groups, drawn whole in the bootstrap. What cannot be
 * estimated is a refusal with its sentence in the place of the fit; nothing is thrown.
 */
export async function gamePreferences(
  buckets: readonly Bucket[],
  met: MatchingGroups,
  ask: Grouping,
  {
    preferences,
    met: followed,
  }: { readonly preferences: RoundMemo<readonly GroupPreferences[]>; readonly met: MatchingGroupsFollowed },
  breathe: Breathe,
): Promise<readonly GamePreferences[]> {
  const found: GamePreferences[] = [];
  const byGame = Map.groupBy(
    buckets.filter(({ condition }) => condition.game.plans !== undefined),
    ({ condition }) => condition.game.name,
  );
  for (const [game, mine] of byGame) {
    const groups: GroupPreferences[] = [];
    const { title } = mine[0]!.condition.game;
    for (const group of await sampleGroups(mine, ask, breathe)) {
      const { stamp, label } = group;
      const key = stamp === null ? null : `${stamp} ${ask.treatments.size} ${label} ${followed.left(game)}`;
      groups.push(
        ...(await preferences.of(key, async () => {
          const { chosen, leftOut } = await choicesIn(group, met.get(game) ?? new Map(), () => title, breathe);
          return preferencesOf(group, chosen, leftOut, breathe);
        })),
      );
    }
    if (groups.length > 0) found.push({ game, title, groups });
  }
  return found;
}

/** A choice, and the title of the game in which it was made. */
export type Chosen = { readonly title: string; readonly observation: Observation };

/** The choices of a group with whose they are, and why rounds could not be used. */
export async function choicesIn(
  group: SampleGroup,
  met: ReadonlyMap<string, string>,
  titleOf: (choice: ObservedChoice) => string,
  breathe: Breathe,
): Promise<{ readonly chosen: readonly Chosen[]; readonly leftOut: readonly ExclusionReason[] }> {
  const chosen: Chosen[] = [];
  const leftOut: ExclusionReason[] = [];
  const { label, kind } = group;
  for (const list of await listsOf(group)) {
    for (const one of list) {
      const player = kind === 'people' ? (one.participant ?? one.match) : `${label} ${one.wording}`;
      const whose = { player, unit: met.get(player) ?? player, kind: kind === 'people' ? 'human' : 'model' } as const;
      for (const choice of one.choices)
        if (typeof choice === 'string') leftOut.push(choice);
        else chosen.push({ title: titleOf(choice), observation: { ...choice, ...whose } });
    }
    await breathe();
  }
  return { chosen, leftOut };
}

/** What a group's choices tell, apart by what they may not be pooled over. */
export async function preferencesOf(
  { label, kind, mark }: Pick<SampleGroup, 'label' | 'kind' | 'mark'>,
  chosen: readonly Chosen[],
  reasons: readonly ExclusionReason[],
  breathe: Breathe,
): Promise<readonly GroupPreferences[]> {
  const leftOut = exclusionsOf(reasons);
  const apart = groupsOf(
    oneSubject(
      chosen.map(({ observation }) => observation),
      label,
    ),
  );
  const titles = new Map(chosen.map(({ title, observation }) => [observation.plans, title]));
  const groups: GroupPreferences[] = [];
  for (const [at, mine] of apart.entries()) {
    const first = mine[0]!;
    const wordings = new Set(apart.map(([one]) => one!.player)).size;
    const instruments = new Set(apart.map(([one]) => instrumentName(one!))).size;
    const told = mine.some((one) => one.told !== undefined);
    groups.push({
      ...{ kind, mark },
      label: [
        kind === 'model' && wordings > 1 ? first.player : label,
        ...(instruments > 1 ? [`by ${instrumentName(first)}`] : []),
      ].join(' '),
      information: first.information,
      games: [...new Set(mine.map(({ game }) => game))],
      leftOut: at === 0 ? leftOut : [],
      actors: told ? null : exclusionCounts(mine),
      each: told ? [] : actorsOneByOne(mine),
      estimated: await estimateInSteps(mine, breathe),
      controls: told ? [] : controlsOf(mine, ({ plans }) => titles.get(plans) ?? ''),
    });
  }
  return groups;
}

/** Games in which none of these choices can tell κ. */
const controlsOf = (
  observations: readonly Observation[],
  titleOf: (one: Observation) => string,
): GroupPreferences['controls'] =>
  [...Map.groupBy(observations, titleOf)].flatMap(([title, mine]) =>
    mine.some(memoOfChoices(tellsKappa)) ? [] : [{ title, rates: controlRates(mine) }],
  );

/**
 * A model that told probabilities in several phrasings is one subject where each phrasing was read in one wording: then the
 * phrasings are what its estimate is moved over. Else each wording is a subject of its own, as of draws.
 */
function oneSubject(observations: readonly Observation[], label: string): readonly Observation[] {
  if (observations.every(({ told }) => told === undefined)) return observations;
  const told = observations.filter((one) => one.told !== undefined);
  const wordings = Map.groupBy(told, (one) => `${instrumentName(one)} ${one.phrasing ?? 0}`);
  if ([...wordings.values()].some((mine) => new Set(mine.map(({ player }) => player)).size > 1)) return observations;
  return observations.map((one) => (one.told === undefined ? one : { ...one, player: label, unit: label }));
}

function actorsOneByOne(observations: readonly Observation[]): GroupPreferences['each'] {
  const actors = new Set<string>();
  for (const { player } of observations) if (actors.add(player).size >= FEW) return [];
  return [...Map.groupBy(observations, ({ player }) => player)].flatMap(([actor, mine]) => {
    const under = individualExclusions(mine);
    return isRefusal(under) ? [] : [{ actor, under }];
  });
}

async function estimateInSteps(
  observations: readonly Observation[],
  breathe: Breathe,
): Promise<GroupPreferences['estimated']> {
  const steps = preferencesInSteps(observations);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breathe();
  }
}

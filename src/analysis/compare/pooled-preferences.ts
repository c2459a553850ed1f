/**
 * One κ, α, β and λ over several games: whoever played the dilemma, trust and the ultimatum answered the same question in many
 * sets of payoffs, and the bootstrap draws them whole across all of them. Only full plans go in, made before a lot gave the
 * roles; fits of each game stand beside it.
 */
import { upper } from '../../core/format.ts';
import type { Plans } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { nodeKeys, numbering } from '../preferences/cells.ts';
import { groupsOf } from '../preferences/group.ts';
import type { ExclusionReason } from '../preferences/match-choices.ts';
import type { ObservedChoice } from '../preferences/observation.ts';
import { words } from '../preferences/words.en.ts';
import { type Bucket, observationsIn } from './observations.ts';
import { type Chosen, choicesIn, type GroupPreferences, preferencesOf } from './preferences.ts';
import { type MatchingGroups, metInAny } from './matching-groups.ts';
import { type Breathe, type Grouping, sampleGroups } from './samples.ts';

export type PooledPreferences = {
  /** The games that went in, with their sets of payoffs and the widest difference of points in any of these. */
  readonly games: readonly {
    readonly title: string;
    readonly protocols: readonly string[];
    readonly span: number;
  }[];
  /** Which games did not go in and why, and what one λ for all of them means: a sentence each. */
  readonly notes: readonly string[];
  /** `games` of a group: each game with how many sets of payoffs. */
  readonly groups: readonly GroupPreferences[];
};

/** From this ratio of the spans of points on, one λ in points for two games is called doubtful; ours. */
const UNEQUAL = 3;

/** null: nobody made full plans in two games. */
export async function pooledPreferences(
  buckets: readonly Bucket[],
  met: MatchingGroups,
  ask: Grouping,
  breathe: Breathe,
): Promise<PooledPreferences | null> {
  const mine = buckets.filter(({ condition }) => condition.game.plans !== undefined);
  if (new Set(mine.map(({ condition }) => condition.game.name)).size < 2) return null;
  const titles = await titlesIn(mine);
  const units = metInAny(met);
  const pooled = new Map<string, { readonly protocols: Set<string>; readonly plans: Set<Plans> }>();
  const groups: GroupPreferences[] = [];
  for (const group of await sampleGroups(mine, ask, breathe)) {
    const { chosen: all, leftOut } = await choicesIn(group, units, ({ plans }) => titles.get(plans) ?? '', breathe);
    const whole = all.filter(({ observation }) => isWhole(observation));
    const chosen = overSeveral(oneSubjectOver(whole, group.label));
    if (chosen.length === 0) continue;
    for (const { title, observation } of chosen.filter(isUsable)) {
      let game = pooled.get(title);
      if (game === undefined) pooled.set(title, (game = { protocols: new Set(), plans: new Set() }));
      game.protocols.add(observation.game);
      game.plans.add(observation.plans);
    }
    const named = chosen.map((one): Chosen => ({
      ...one,
      observation: { ...one.observation, game: `${one.title.toLowerCase()} ${one.observation.game}` },
    }));
    const parts = Array.from({ length: all.length - whole.length }, (): ExclusionReason => 'part');
    const found = await preferencesOf(group, named, [...leftOut, ...parts], breathe);
    groups.push(...found.map((one) => ({ ...one, games: countedIn(one.games, pooled.keys()) })));
    await breathe();
  }
  if (groups.length === 0) return null;
  const games = [...pooled].map(([title, { protocols, plans }]) => {
    const spans = numbering();
    for (const one of plans) spans.of(one);
    return { title, protocols: [...protocols], span: spans.span() };
  });
  return { games, groups, notes: [...scaleNotes(games), ...withoutNotes(buckets, games)] };
}

/** By plans the title of their game. */
async function titlesIn(buckets: readonly Bucket[]): Promise<ReadonlyMap<Plans, string>> {
  const titles = new Map<Plans, string>();
  for (const { condition, observations } of buckets)
    for (const { choices } of await observationsIn(observations))
      for (const choice of choices) if (typeof choice !== 'string') titles.set(choice.plans, condition.game.title);
  return titles;
}

/** "trust (6)": each game with how many of its sets of payoffs a group played. */
const countedIn = (protocols: readonly string[], titles: Iterable<string>): readonly string[] =>
  [...titles].flatMap((title) => {
    const mine = protocols.filter((protocol) => protocol.startsWith(`${title.toLowerCase()} `)).length;
    return mine === 0 ? [] : [`${title.toLowerCase()} (${mine})`];
  });

const isWhole = ({ plans, answers, method }: ObservedChoice): boolean =>
  method === 'strategy' && nodeKeys(plans).every((key) => answers[key] !== undefined);

const isUsable = ({ observation: { roles, repeated } }: Chosen): boolean => roles === 'drawn' && !repeated;

/** Those who may be estimated together and made full plans in two games or more: what each was told of the other is the same. */
function overSeveral(chosen: readonly Chosen[]): readonly Chosen[] {
  const of = new Map(chosen.map((one) => [one.observation, one]));
  return groupsOf([...of.keys()]).flatMap((together) => {
    const mine = together.flatMap((observation) => of.get(observation) ?? []);
    return new Set(mine.filter(isUsable).map(({ title }) => title)).size < 2 ? [] : mine;
  });
}

/** Games have different words: a model that read each game in one wording is one subject over all of them. */
function oneSubjectOver(chosen: readonly Chosen[], label: string): readonly Chosen[] {
  if (chosen.some(({ observation }) => observation.kind === 'human')) return chosen;
  const wordings = Map.groupBy(chosen, ({ title }) => title);
  if ([...wordings.values()].some((mine) => new Set(mine.map(({ observation }) => observation.player)).size > 1))
    return chosen;
  return chosen.map((one) => ({ ...one, observation: { ...one.observation, player: label, unit: label } }));
}

/** λ is in points: what that means where games have more or fewer of them. */
function scaleNotes(games: PooledPreferences['games']): readonly string[] {
  const said = words.pooled;
  const spans = games.map(({ title, span }) => fill(said.span, { game: title.toLowerCase(), span }));
  const [least, most] = [Math.min(...games.map(({ span }) => span)), Math.max(...games.map(({ span }) => span))];
  return [fill(said.scale, { spans: spans.join(', ') }), ...(most >= UNEQUAL * least ? [said.unequal] : [])];
}

/** Games that were played and did not go in. */
function withoutNotes(buckets: readonly Bucket[], games: PooledPreferences['games']): readonly string[] {
  const played = new Map(buckets.map(({ condition: { game } }) => [game.title, game.plans !== undefined]));
  return [...played].flatMap(([title, plans]) =>
    games.some((one) => one.title === title)
      ? []
      : [upper(fill(plans ? words.pooled.notWhole : words.pooled.noPlans, { game: title.toLowerCase() }))],
  );
}

/** Preferences as blocks: κ on one line beside the agents, the numbers of both fits, what they give back, and what is excluded. */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { counted, hundredths, percent } from '../../core/format.ts';
import type { ParameterEstimate, Estimated } from '../preferences/estimate.ts';
import type { KappaRange } from '../preferences/kappa-range.ts';
import { isRefusal } from '../preferences/refusal.ts';
import { words } from '../preferences/words.en.ts';
import { probabilityBlocks, probabilityRows, probabilitySentences } from './probability-blocks.ts';
import type { PooledPreferences } from './pooled-preferences.ts';
import type { GamePreferences, GroupPreferences } from './preferences.ts';
import { controlBlocks, ratesTable } from './rate-blocks.ts';

/** Where the agents stand on the line of κ. */
const AGENTS = [
  { agent: 'economicus', words: 'economicus (κ 0)', kappa: 0 },
  { agent: 'moralis', words: 'moralis κ 0.50', kappa: 0.5 },
] as const;

/**
 * Preferences of one game as a page: the picture of κ, its sentences, the numbers. `only`: the labels that are revealed; null: all.
 * `pooled`: over all games together, on the same page; what is short of both stands before what is long.
 */
export function preferenceBlocks(
  game: GamePreferences,
  only: readonly string[] | null = null,
  pooled: PooledPreferences | null = null,
): readonly Block[] {
  const groups = revealedOf(game, only);
  if (groups.length === 0) return [];
  const head = headBlocks(`${game.title.toLowerCase()}, all payoffs together`, groups);
  const details = preferenceDetails(groups);
  // Without a picture the reasons are what is short.
  const first = preferencePicture(groups).picture === null ? [...head, ...details] : head;
  const all = pooled === null ? [] : revealedOf(pooled, only);
  return [
    ...first,
    ...(all.length === 0 ? [] : headBlocks('all games together', all)),
    ...(first === head ? details : []),
    ...(pooled === null || all.length === 0 ? [] : pooledDetails({ ...pooled, groups: all })),
  ];
}

/** Preferences over all games together: which went in, the picture, the control, the numbers. */
export const pooledBlocks = (pooled: PooledPreferences | null): readonly Block[] =>
  pooled === null ? [] : [...headBlocks('all games together', pooled.groups), ...pooledDetails(pooled)];

const revealedOf = (
  { groups }: { readonly groups: readonly GroupPreferences[] },
  only: readonly string[] | null,
): readonly GroupPreferences[] => groups.filter(({ label }) => only === null || only.includes(label));

function headBlocks(over: string, groups: readonly GroupPreferences[]): readonly Block[] {
  const { picture, sentences } = preferencePicture(groups);
  return [
    { kind: 'text', text: `Preferences · ${over}`, strong: true },
    ...(picture === null ? [] : [picture]),
    ...sentences.map(text),
  ];
}

/** Which games and sets of payoffs one estimate is over, on which scale, and its numbers. */
export const pooledDetails = ({ games, notes, groups }: PooledPreferences): readonly Block[] => [
  text(
    `All games together: ${games.map(({ title, protocols }) => `${title.toLowerCase()} (${protocols.join(', ')})`).join('; ')}.`,
  ),
  ...notes.map(text),
  ...preferenceDetails(groups),
];

/** What each group's numbers are, what they give back and leave out, and the notes that all of it rests on. */
export const preferenceDetails = (groups: readonly GroupPreferences[]): readonly Block[] => [
  ...groups.flatMap(groupBlocks),
  ...notesBlocks(groups),
];

/** Its label, and what it was told of the other where that alone tells two groups apart. */
const nameOf = ({ label, information }: GroupPreferences, groups: readonly GroupPreferences[]): string =>
  groups.filter((one) => one.label === label).length > 1 ? `${label}, ${informationWords(information)}` : label;

const informationWords = (information: string): string =>
  information === 'not disclosed'
    ? 'told nothing of who else sits there'
    : information.replace('disclosed: ', 'told of ');

/** The group with what it was told of the other and how many it is. */
const headOf = ({ label, information, games, actors, kind, estimated }: GroupPreferences): string =>
  `${label} (${kind === 'people' && actors !== null ? counted(actors.actors, 'person', 'people') : sizeWords(estimated)}; ${games.join(', ')}; ${informationWords(information)})`;

function sizeWords(estimated: GroupPreferences['estimated']): string {
  if (isRefusal(estimated)) return 'one subject';
  return estimated.of === 'probabilities'
    ? `one subject: ${counted(estimated.situations, 'situation')}, ${counted(estimated.orders, 'order')}, ${counted(estimated.wordings, 'wording')}; ${estimated.instrument}`
    : `${counted(estimated.observations, 'draw')} of one subject`;
}

/** `n`: players, or the matching groups that they are in; of a model its draws. */
type Fit = { readonly group: GroupPreferences; readonly model: string; readonly fit: Estimated; readonly n: number };

/** Both fits of a group that have an estimate. */
function fitsOf(group: GroupPreferences): readonly Fit[] {
  const { estimated } = group;
  if (isRefusal(estimated) || estimated.of === 'probabilities') return [];
  const found: Fit[] = [];
  const n = estimated.of === 'people' ? estimated.units : estimated.observations;
  if (!isRefusal(estimated.kappa)) found.push({ group, model: 'κ, λ', fit: estimated.kappa, n });
  if (!isRefusal(estimated.full)) found.push({ group, model: 'κ, α, β, λ', fit: estimated.full, n });
  return found;
}

const kappaOf = ({ fit }: Fit): ParameterEstimate => fit.estimates[0]!;

/** κ of a group over the grid of beliefs and noises, where it has an estimate. */
const rangeOf = ({ estimated }: GroupPreferences): KappaRange | null =>
  isRefusal(estimated) || estimated.of === 'probabilities' ? null : estimated.range;

/**
 * κ on one line under the agents: of every group first what holds on the whole grid of beliefs and noises, then each fit
 * under the beliefs as they are; and in sentences what that leaves out. A point is drawn only where the grid agrees; an open
 * end is drawn to the end of the line. null where no group has an estimate.
 */
export function preferencePicture(groups: readonly GroupPreferences[]): {
  readonly picture: (Block & { kind: 'scale' }) | null;
  readonly sentences: readonly string[];
} {
  const fits = groups.flatMap(fitsOf);
  const told = groups.flatMap((group) => probabilityRows(group, ''));
  if (fits.length + told.length === 0) return { picture: null, sentences: [] };
  const known = [
    ...fits.flatMap((one) => [kappaOf(one).value, kappaOf(one).low, kappaOf(one).high]),
    ...groups.flatMap((group) => [rangeOf(group)?.low ?? null, rangeOf(group)?.high ?? null]),
    ...told.flatMap(({ value, low, high }) => [value, low, high]),
  ].filter((at) => at !== null);
  const min = Math.floor(2 * Math.min(0, ...known)) / 2;
  const max = Math.ceil(2 * Math.max(1, ...known)) / 2;
  const labelled = (group: GroupPreferences, what: string): string =>
    groups.length > 1 ? `${nameOf(group, groups)}: ${what}` : what;
  return {
    picture: {
      kind: 'scale',
      head: 'κ',
      ...{ min, max, ends: [figure(min), figure(max)] },
      rows: [
        { label: 'economicus, moralis', marks: AGENTS.map(({ agent, kappa }) => ({ at: kappa, who: { agent } })) },
        ...groups.flatMap((group) => {
          const range = rangeOf(group);
          const over = range === null ? [] : [rangeRow(range, labelled(group, overWhat(range)), [min, max])];
          const whose = groups.length > 1 ? `${nameOf(group, groups)}: ` : '';
          return [
            ...over,
            ...fitsOf(group).map((one) => fitRow(one, range, groups.length > 1, groups, [min, max])),
            ...probabilityRows(group, whose).map(({ label, value, low, high, text: said }): ScaleRow => ({
              ...{ label, text: said, range: [low ?? min, high ?? max] },
              marks: value === null ? [] : [{ at: value, who: { agent: group.mark } }],
            })),
          ];
        }),
      ],
    },
    sentences: groups.flatMap((group) => {
      const whose = groups.length > 1 ? `${nameOf(group, groups)}: ` : '';
      const range = rangeOf(group);
      const full = fitsOf(group).filter(({ fit }) => fit.model === 'full');
      return [
        ...(range === null ? [] : [`${whose}${range.sentence}`, rangeVerdict(range, whose)]),
        ...full.map((one) => kappaSentence(one, whose === '' ? 'The' : `${whose}the`)),
        ...probabilitySentences(group, whose, holdsWords),
      ];
    }),
  };
}

type ScaleRow = (Block & { kind: 'scale' })['rows'][number];

const overWhat = ({ beliefs }: KappaRange): string =>
  beliefs.length > 1 ? 'over all beliefs and noises' : 'over all noises';

/** What holds on the whole grid: a bar, and no point. */
const rangeRow = (
  { least, most, low, high }: KappaRange,
  label: string,
  ends: readonly [number, number],
): ScaleRow => ({
  label,
  marks: [],
  interval: [low ?? ends[0], high ?? ends[1]],
  text: `${least === null ? 'below' : figure(least)} to ${most === null ? 'above' : figure(most)}`,
});

function fitRow(
  { group, model, fit, n }: Fit,
  range: KappaRange | null,
  several: boolean,
  groups: readonly GroupPreferences[],
  [min, max]: readonly [number, number],
): ScaleRow {
  const { value, low, high } = fit.estimates[0]!;
  const point = value !== null && (range === null || range.agrees);
  return {
    label: several ? `${nameOf(group, groups)}: ${model}` : `fit of ${model}`,
    marks: point ? [{ at: value, who: { agent: group.mark } }] : [],
    interval: [low ?? min, high ?? max] as const,
    text: `${value === null ? 'no value' : figure(value)}  n ${n}`,
  };
}

const inside = (low: number | null, high: number | null, { kappa }: (typeof AGENTS)[number]): boolean =>
  (low ?? -Infinity) <= kappa && kappa <= (high ?? Infinity);

/** "holds economicus (κ 0) and leaves out moralis κ 0.50". */
function holdsWords(low: number | null, high: number | null): string {
  const held = AGENTS.filter((agent) => inside(low, high, agent)).map((agent) => agent.words);
  const left = AGENTS.filter((agent) => !inside(low, high, agent)).map((agent) => agent.words);
  return [
    ...(held.length > 0 ? [`holds ${held.join(' and ')}`] : []),
    ...(left.length > 0 ? [`leaves out ${left.join(' and ')}`] : []),
  ].join(' and ');
}

/** The conclusion follows the worst of the grid. */
function rangeVerdict({ low, high }: KappaRange, whose: string): string {
  const said = 'With its 95 % intervals';
  if (low === null && high === null) return `${whose}${said} the grid says nothing of κ.`;
  return `${whose}${said} the whole grid ${holdsWords(low, high)}, if α = β = 0.`;
}

/** What the interval of κ in the full fit holds, and under which beliefs alone that is said. */
function kappaSentence(one: Fit, whose: string): string {
  const { low, high } = kappaOf(one);
  if (low === null && high === null)
    return `${whose} fit of ${one.model} says nothing of κ: its 95 % interval is open at both ends.`;
  return `${whose} 95 % interval of κ in the fit of ${one.model} ${holdsWords(low, high)}, under the beliefs named below and no others.`;
}

function groupBlocks(group: GroupPreferences): readonly Block[] {
  const fits = fitsOf(group);
  const { estimated } = group;
  if (!isRefusal(estimated) && estimated.of === 'probabilities')
    return [
      { kind: 'text', text: headOf(group), strong: true },
      ...probabilityBlocks(estimated),
      ...exclusionBlocks(group),
      ...leftOutBlocks(group),
    ];
  const refused = isRefusal(estimated)
    ? [estimated.refused.sentence]
    : [estimated.kappa, estimated.full].flatMap((one) => (isRefusal(one) ? [one.refused.sentence] : []));
  return [
    { kind: 'text', text: headOf(group), strong: true },
    ...(fits.length === 0 ? [] : [parametersTable(fits)]),
    ...fits.flatMap(({ model, fit }) => fit.flags.map(({ sentence }) => text(`${model}: ${sentence}`))),
    ...refused.map((sentence) => text(sentence)),
    ...controlBlocks(group),
    ...gridBlocks(rangeOf(group)),
    ...(fits.length === 0 ? [] : [ratesTable(fits)]),
    ...exclusionBlocks(group),
    ...leftOutBlocks(group),
  ];
}

/** A row a parameter, both fits beside each other. */
function parametersTable(fits: readonly Fit[]): Block {
  const parameters = ['kappa', 'lambda', 'alpha', 'beta'] as const;
  return {
    kind: 'table',
    columns: [
      { head: '' },
      ...fits.flatMap(({ model }) => [
        { head: `fit of ${model}`, align: 'right' as const },
        { head: '95 %', align: 'right' as const },
      ]),
    ],
    rows: parameters
      .filter((name) => fits.some(({ fit }) => fit.estimates.some(({ parameter }) => parameter === name)))
      .map((name): readonly Cell[] => [
        { text: name === 'lambda' ? `${words.names.lambda}, points` : words.names[name] },
        ...fits.flatMap(({ fit }) => {
          const found = fit.estimates.find(({ parameter }) => parameter === name);
          return found === undefined
            ? [{ text: '' }, { text: '' }]
            : [{ text: valueWords(found) }, { text: rangeWords(found) }];
        }),
      ]),
  };
}

const valueWords = ({ value }: ParameterEstimate): string => (value === null ? 'none' : figure(value));

function rangeWords({ low, high }: ParameterEstimate): string {
  if (low === null) return high === null ? 'open' : `up to ${figure(high)}`;
  return high === null ? `${figure(low)} and up` : `${figure(low)} to ${figure(high)}`;
}

/** κ under every belief of the grid, the noise estimated; and at each noise of the grid how far it goes over all beliefs. */
function gridBlocks(range: KappaRange | null): readonly Block[] {
  if (range === null) return [];
  const { beliefs } = range;
  const noises = beliefs[0]!.kappas.flatMap(({ lambda }, at) => {
    if (lambda === null) return [];
    const found = beliefs.map(({ kappas }) => kappas[at]!.kappa);
    const known = found.filter((kappa) => kappa !== null);
    const open = known.length < found.length ? ', and beyond the search' : '';
    const [least, most] = [figure(Math.min(...known)), figure(Math.max(...known))];
    if (known.length === 0) return [`λ ${lambda}: beyond the search`];
    return [`λ ${lambda}: ${least === most ? least : `${least} to ${most}`}${open}`];
  });
  const held = text(
    `κ with the noise held${beliefs.length > 1 ? ', over all beliefs' : ''}, λ in points: ${noises.join('; ')}.`,
  );
  const firsts = [...new Set(beliefs.flatMap(({ expects }) => expects?.[0] ?? []))];
  if (firsts.length === 0) return [held];
  const rest = (expects: readonly number[] | null): string => (expects ?? []).slice(1).map(percent).join(', then ');
  const rows = Map.groupBy(beliefs, ({ expects }) => rest(expects));
  return [
    {
      kind: 'table',
      columns: [
        { head: 'κ, expecting at the later nodes' },
        ...firsts.map((first) => ({ head: `first ${percent(first)}`, align: 'right' as const })),
      ],
      rows: [...rows].map(([after, mine]): readonly Cell[] => [
        { text: after },
        ...firsts.map((first) => {
          const kappa = mine.find(({ expects }) => expects?.[0] === first)?.kappas[0]?.kappa ?? null;
          return { text: kappa === null ? 'none' : figure(kappa) };
        }),
      ]),
    },
    held,
  ];
}

/** Each actor's answers alone: which agents they exclude. */
function exclusionBlocks({ each, actors }: GroupPreferences): readonly Block[] {
  if (actors === null) return [text(words.probabilities.notes.excluded)];
  const given = text(actors.assumptions.join(' '));
  if (each.length > 0)
    return [...each.map(({ actor, under }) => text(`${actor}: ${under.sentences.join(' ')}`)), given];
  const counts = actors.agents.map(({ name, excluded: n }) => `${name} for ${n}`).join(', ');
  return [
    text(
      `By their own answers alone, of ${counted(actors.actors, 'person', 'people')} an agent is excluded: ${counts}.`,
    ),
    given,
  ];
}

const leftOutBlocks = ({ leftOut: reasons, estimated }: GroupPreferences): readonly Block[] => {
  const all = [...reasons, ...(isRefusal(estimated) ? [] : estimated.leftOut)];
  if (all.length === 0) return [];
  return [text(`Rounds left out: ${all.map(({ reason, rows }) => `${rows}, ${words.leftOut[reason]}`).join('; ')}.`)];
};

/** Each note once, whatever number of groups it is about; on which beliefs a group rests stands with it. */
function notesBlocks(groups: readonly GroupPreferences[]): readonly Block[] {
  const notes = groups.flatMap(({ actors, estimated }) =>
    isRefusal(estimated) ? [] : estimated.notes.filter((note) => actors?.assumptions.includes(note) !== true),
  );
  return [...new Set(notes)].map((note) => text(note));
}

const figure = hundredths;

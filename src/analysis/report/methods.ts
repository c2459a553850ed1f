/**
 * The methods, in paragraphs that can stand in a paper: only what was done in this comparison, with its numbers. A
 * statistic is named, with its source, where a figure or a test here used it.
 */
import { counted, listed } from '../../core/format.ts';
import { conditionParts } from '../compare/condition.ts';
import type { Comparison, ConditionComparison, Group } from '../compare/document.ts';
import { instrumentWords } from '../compare/instrument.ts';
import { choiceWords } from '../compare/observations.ts';
import { settingsOf } from './provenance.ts';
import { intervalWords, preferenceWords, testWords } from './methods-statistics.ts';
import { placeWords } from './methods-position.ts';
import { lineageSentences, servedWarnings } from '../../core/served-model.ts';
import { answeredWords, sentWords, servedOf } from './models.ts';
import { SOURCES } from './sources.ts';

/**
 * The methods as paragraphs to quote: the data, each game's settings, the models, what counts as one observation, and
 * the statistics that were used. `version`: of this program.
 */
export function methodsParagraphs(comparison: Comparison, version: string): readonly string[] {
  const paragraphs = [
    dataWords(comparison, version),
    ...[...Map.groupBy(comparison.treatments, ({ game }) => game).values()].map(gameWords),
    modelWords(comparison),
    placeWords(comparison),
    toldWords(comparison),
    unitWords(comparison),
    peopleWords(comparison),
  ];
  return [...paragraphs, intervalWords(comparison), testWords(comparison), preferenceWords(comparison)].filter(Boolean);
}

const matches = (n: number): string => counted(n, 'match', 'matches');

function dataWords({ treatments, counts, sessions }: Comparison, version: string): string {
  const { finished, left, unpaid, failed, unknown, unreadable, rehearsals, substituted, older, again } = counts;
  const out = [
    ...(left > 0 ? [`${matches(left)} not played to the end`] : []),
    ...(unpaid + failed > 0 ? [`${matches(unpaid + failed)} that ended without an answer`] : []),
    ...(unknown + unreadable > 0
      ? [`${matches(unknown + unreadable)} that could not be read by the rules of their version`]
      : []),
    ...(rehearsals > 0 ? [`${matches(rehearsals)} of rehearsals`] : []),
    ...(again > 0 ? [`${matches(again)} of participants who had played the same before (the first match counts)`] : []),
    ...(substituted > 0
      ? [
          `${counted(substituted, 'seat')} for which a stand-in, or an agent in the place of a person who was gone, had to answer`,
        ]
      : []),
  ];
  const games = [...new Set(treatments.map(({ title, version: rules }) => `${title} (rules version ${rules})`))];
  return [
    `${recorded(sessions, version)} ${counted(finished, 'finished match', 'finished matches')} with ${choiceWords(counts)} entered the comparison${games.length === 0 ? '' : `: ${listed(games)}`}.`,
    out.length === 0 ? '' : `Excluded: ${out.join('; ')}.`,
    older === 0
      ? ''
      : `${matches(older)} of an earlier version of the rules ${older === 1 ? 'was' : 'were'} analysed by that version and apart.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** By which versions, where choices were recorded by another one than this. */
function recorded(sessions: Comparison['sessions'], version: string): string {
  const others = new Set(sessions.map((one) => one.version));
  return others.size === 0 || (others.size === 1 && others.has(version))
    ? `Choices were recorded and analysed with homines ${version}.`
    : `Choices were recorded with homines ${listed([...others].sort())} and analysed with homines ${version}.`;
}

/**
 * A game's settings, those of all its conditions once, and the conditions with what is their own and who was in them.
 */
function gameWords(mine: readonly ConditionComparison[]): string {
  const [first] = mine;
  const [shared, ...own] = settingsApart(mine);
  const said = mine.map((one, i) => {
    const named = conditionParts(one).join(', ');
    const groups =
      one.groups.length === 0 ? 'theory, stand-ins and scripts only' : one.groups.map(groupWords).join('; ');
    return `${mine.length > 1 ? `(${i + 1}) ` : ''}${named}${own[i] ? ` (${own[i]})` : ''}: ${groups}.`;
  });
  return `${first!.title}, settings${mine.length > 1 ? ' of all conditions' : ''}: ${shared || 'none'}. ${mine.length > 1 ? `${mine.length} conditions: ` : ''}${said.join(' ')}`;
}

/** "T 80, R 75" of all, and what is left of each. */
function settingsApart(mine: readonly ConditionComparison[]): readonly string[] {
  const each = mine.map(settingsOf);
  const common = each[0]!.filter((setting) => each.every((settings) => settings.includes(setting)));
  return [common, ...each.map((settings) => settings.filter((setting) => !common.includes(setting)))].map((settings) =>
    settings.join(', '),
  );
}

const groupWords = (group: Group): string =>
  `${group.id === 'people' ? '' : `${group.label}, `}${groupSizeWords(group)}`;

/** "24 people, 24 matches". */
export const groupSizeWords = ({ size, unit, matches: played }: Group): string =>
  unit === 'wording' ? size : `${size}, ${matches(played)}`;

/** What published people are, how their intervals were made, and what the label of confidence means; nothing where there are none. */
function peopleWords({ treatments }: Comparison): string {
  const people = treatments.flatMap((one) => one.people);
  if (people.length === 0) return '';
  const ways = new Set(people.flatMap(({ bands }) => bands.map(({ by }) => by)));
  const intervals = [
    ...(ways.has('Wilson over people') ? [`Wilson's (${SOURCES.wilson}) where everybody answered once`] : []),
    ...(ways.has('bootstrap over people')
      ? [
          `the expanded percentile bootstrap over people's own means (${SOURCES.hesterberg}) where they answered several times`,
        ]
      : []),
    ...(ways.has('normal approximation over people')
      ? ["the normal approximation over people's own means of more than 400 who answered several times"]
      : []),
    ...(ways.has('Wilson over answers')
      ? ["Wilson's over answers where only counts are published, which is too narrow if people gave several"]
      : []),
  ];
  const sources = [...new Set(people.map(({ source, licence }) => `${source} (data: ${licence})`))];
  return `Grey bands are people of published experiments (${sources.join('; ')}), by their mean with its 95 % interval: ${intervals.join('; ')}. They are no samples of this study and on no side of a test. Confidence that they tell what people would do here is high where the game has the same form and the same incentives up to scale, middling where only the form is the same, and low otherwise, one step less where people met people there and meet programs here (a rule of ours).`;
}

function unitWords({ treatments, across, by }: Comparison): string {
  const groups = treatments.flatMap((one) => one.groups);
  const units = new Set(groups.map(({ unit }) => unit));
  const people = groups.some(({ kind }) => kind === 'people');
  const lines = treatments.flatMap((one) => one.lines);
  return [
    units.has('participant')
      ? 'One observation is one participant, by the mean over everything that they answered in a condition.'
      : '',
    units.has('matching group')
      ? 'Where participants could learn from one another, one observation is their matching group: all who met, directly or through others.'
      : '',
    across.some(({ overall }) => overall.length > 0)
      ? 'Where the same people met several sets of payoffs, one observation is also the mean of each over all of them.'
      : '',
    people
      ? `People are grouped ${by === 'all' ? 'together' : `by ${by}`}${by === 'treatment' && groups.some(({ label }) => label === 'no treatment') ? '; those without a treatment are a group of their own' : ''}.`
      : '',
    units.has('draw')
      ? 'Matches of a language model under one wording are draws of one subject; intervals and tests of them concern this model under this wording and no others.'
      : '',
    units.has('wording')
      ? 'Of a language model with several wordings the wording is the observation, by the mean over its matches.'
      : '',
    lines.some(({ kind }) => kind === 'theory')
      ? `Theoretical agents (economicus with κ = 0, moralis with the κ in its name) are solved from u = (1 − κ)π(x, ŷ) + κπ(x, x) (${SOURCES.moralis}).`
      : '',
    lines.length > 0
      ? 'Theory, stand-ins and scripts are reference lines and never samples: intervals are said to contain them or not.'
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Who told probabilities instead of answering, with what they were read, and what their shares are; nothing where nobody did. */
function toldWords({ treatments }: Comparison): string {
  const told = treatments.flatMap((one) =>
    one.groups.flatMap(({ label, instrument }) =>
      instrument === null
        ? []
        : instrumentWords(treatments.length > 1 ? `${label}, ${conditionParts(one).join(', ')}` : label, instrument),
    ),
  );
  if (told.length === 0) return '';
  return [
    'Where a model was asked for probabilities it was given each question with its possible answers in every stated order and told, before any reasoning, the probability of each answer; this is another instrument than an answer in words.',
    'Its shares are expectations: the sum over answers of their probability times what they count in the measure, the mean over orders, at the history of the match. One observation is one situation (what was read before a question), each as often as it was met; there is no sampling interval, ranges are over orders of the options and wordings, and no test has it as one side.',
    'Matches went on with an answer drawn from the mean of the orders: payoffs, and whatever follows from several answers at once, are of these draws and are marked as drawn.',
    ...told,
  ].join(' ');
}

/** Which models were asked, with which settings, and how many questions they answered. */
function modelWords({ models }: Comparison): string {
  if (models.length === 0) return '';
  const said = models.map((one) => {
    const sent = sentWords(one);
    return `${answeredWords(one).replace(/\.$/, '')}${sent === '' ? '' : ` (sent: ${sent})`}`;
  });
  return [
    `Language models: ${said.join('; ')}. A wrong answer was asked for once more, with the problem quoted.`,
    ...servedWarnings(models.flatMap(servedOf)),
    ...lineageSentences(models.flatMap(servedOf)),
  ].join(' ');
}

/** What was looked at, what was counted, and what was left out and why. */
import { type Block, text } from '../../core/blocks.ts';
import { counted } from '../../core/format.ts';
import type { Comparison, ConditionComparison } from '../compare/document.ts';

/** Matches by what became of them: they add up. */
export function exclusionBlocks({ counts, notes, treatments }: Comparison): readonly Block[] {
  const { matches, finished, left, unpaid, failed, unknown, unreadable, older, substituted } = counts;
  const { rehearsals, again, profiled } = counts;
  const reasons = [
    [left, 'left half-way or still going on: not counted'],
    [unpaid, 'ended unpaid, without an answer: not counted'],
    [failed, 'ended by a failure: not counted'],
    [unknown, 'of a game or version whose rules are not here: not counted'],
    [unreadable, 'whose answers its rules do not read: not counted'],
    [again, 'of people who had played the same before: their first match counts'],
    [profiled, 'of profiles, not looked at: judged by themselves'],
    [rehearsals, 'of rehearsals, not looked at: taken in with --all'],
  ] as const;
  const facts = [
    {
      label: 'finished and counted',
      value: `${counted(finished - again, 'match', 'matches')} of ${matches.toLocaleString('en')} looked at`,
    },
    ...reasons.flatMap(([n, label]) => (n === 0 ? [] : [{ label, value: counted(n, 'match', 'matches') }])),
    ...(older === 0
      ? []
      : [
          {
            label: 'of an older version, folded by its own rules: counted, apart',
            value: counted(older, 'match', 'matches'),
          },
        ]),
    ...(substituted === 0
      ? []
      : [
          {
            label: 'for whom a stand-in, or an agent, had to answer: not counted',
            value: counted(substituted, 'seat'),
          },
        ]),
    ...(treatments.some(practised) ? [{ label: 'practice rounds', value: 'in no figure' }] : []),
  ];
  // What the facts say is not said again; what stands in neither is a match that could not be read.
  const others = notes.filter((note) => !/^\d[\d,]* (?:match|seat)/.test(note));
  return [{ kind: 'facts', facts }, ...others.map((note) => text(note))];
}

const practised = ({ config }: ConditionComparison): boolean =>
  typeof config === 'object' &&
  config !== null &&
  'practice' in config &&
  typeof config.practice === 'number' &&
  config.practice > 0;

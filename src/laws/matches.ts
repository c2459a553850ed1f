/** What holds in every match of every game: checked on matches that were played by lot. */
import { isDeepStrictEqual } from 'node:util';
import type { AnyGame, PlayedMatch } from '../core/game.ts';
import { presenter } from '../core/presentation.ts';
import { random } from '../agents/script.ts';
import { replay } from '../match/replay.ts';
import { decisionProblems, paraphraseProblems } from './decisions.ts';
import { expectationProblems } from './expectations.ts';
import { type Law, otherwise, repeated } from './law.ts';
import { blockProblems, jsonProblems } from './problems.ts';
import { hesitant, playAgain, someOf } from './resumption.ts';
import { headingProblems, pageProblems, shownAfter, shownDuring } from './display.ts';
import { decisionsOf, plainNames, playByLot, seatsOf, type Trace } from './trace.ts';

/** What holds in every match: checked on one that was played by lot. */
export const lawsOfMatches: readonly Law<Trace>[] = [
  {
    sentence: '1: the same config, seed and answers give the same states, decisions, views and payoffs',
    broken: (trace) => {
      const again = playByLot(trace);
      const { game, config, seed, seats, answers } = trace;
      const folded = replay(game, config, seed, seats, answers);
      return [
        ...otherwise(isDeepStrictEqual(again.steps, trace.steps), 'played twice, the steps differ'),
        ...otherwise(isDeepStrictEqual(again.views, trace.views), 'played twice, the views at the end differ'),
        ...otherwise(
          folded.finished && folded.turns === trace.steps.length,
          'folding the answers does not reach the end',
        ),
        ...otherwise(
          isDeepStrictEqual(folded.payoffs, trace.payoffs),
          `folded payoffs ${String(folded.payoffs)}, played ${String(trace.payoffs)}`,
        ),
        ...otherwise(isDeepStrictEqual(folded.views, trace.views), 'folding the answers gives other views'),
        ...otherwise(
          isDeepStrictEqual(
            folded.moves,
            trace.steps.flatMap((step) => step.moves),
          ),
          'folding the answers gives other moves',
        ),
      ];
    },
  },
  {
    sentence: '1: resumed after any answer, the match ends the same',
    broken: async (trace) => {
      const broken: string[] = [];
      for (const known of someOf(trace.answers.length)) {
        const end = await playAgain(trace, random, trace.answers.slice(0, known));
        if (!isDeepStrictEqual(end, { views: trace.views, payoffs: trace.payoffs }))
          broken.push(`resumed after ${known} answers it ends otherwise`);
      }
      return broken;
    },
  },
  {
    sentence: '1: options in another order and the question in other words change nothing but what is read',
    broken: (trace) => {
      const { game, config, seed, seats, answers } = trace;
      const as = { rotation: 1, phrasing: 1 };
      const put = replay(game, config, seed, seats, answers, undefined, as);
      const present = presenter(as);
      const scenes = trace.steps.flatMap(({ decisions, views }) =>
        present(decisions).flatMap((decision) => {
          const { seat, key } = decision;
          const blocks = game.scene(views[seat], decision, plainNames(game, seats, seat));
          return blockProblems(blocks, `the scene of ${key} with its options in another order`);
        }),
      );
      return [
        ...scenes,
        ...otherwise(
          put.finished && isDeepStrictEqual(put.views, trace.views) && isDeepStrictEqual(put.payoffs, trace.payoffs),
          'with options in another order the same answers end otherwise',
        ),
      ];
    },
  },
  {
    sentence: '2: every question accepts some answers and refuses others; its options have letters of their own',
    broken: (trace) => decisionsOf(trace).flatMap((decision) => decisionProblems(decision, trace.seats)),
  },
  {
    sentence: 'every question has two paraphrases that ask the same about as briefly, or none has any',
    broken: (trace) => {
      const asked = decisionsOf(trace);
      return asked.some(({ paraphrases }) => paraphrases !== undefined) ? asked.flatMap(paraphraseProblems) : [];
    },
  },
  {
    sentence: 'what is said to be expected names the numbers of the belief, and hangs on each',
    broken: ({ game, config, steps }) =>
      [steps[0], steps.at(-1)].flatMap((step) =>
        (step?.decisions ?? []).flatMap((decision) =>
          expectationProblems(game, config, step!.views[decision.seat], decision),
        ),
      ),
  },
  {
    sentence: '2: keys are unique within a turn and a seat',
    broken: ({ steps }) =>
      steps.flatMap((step) =>
        repeated(step.decisions.map((d) => `${d.key} of seat ${d.seat + 1}`)).map(
          (key) => `turn ${step.turn + 1} asks ${key} twice`,
        ),
      ),
  },
  {
    sentence: '3: views are JSON',
    broken: ({ steps, views }) =>
      [...steps.map((step) => step.views), views].flatMap((each) =>
        each.flatMap((view, seat) => jsonProblems(view, `the view of seat ${seat + 1}`)),
      ),
  },
  {
    sentence: '4: going back in a group and answering again changes nothing but the answer',
    broken: async (trace) => {
      const end = await playAgain(trace, hesitant());
      return otherwise(
        isDeepStrictEqual(end, { views: trace.views, payoffs: trace.payoffs }),
        'going back and answering the same ends otherwise',
      );
    },
  },
  {
    sentence: '5: whatever is shown is blocks without holes',
    broken: (trace) =>
      [...shownDuring(trace), ...shownAfter(trace)].flatMap(({ where, blocks }) => blockProblems(blocks, where)),
  },
  {
    sentence: '5: headings and pages of the debrief have words and letters of their own',
    broken: (trace) => [...headingProblems(trace), ...pageProblems(trace)],
  },
  {
    sentence: 'payoffs are null or one finite number a seat, at every step',
    broken: ({ steps, payoffs, seats }) =>
      [...steps.map((step) => step.payoffs), payoffs].flatMap((each) =>
        otherwise(
          each === null || (each.length === seats && each.every(Number.isFinite)),
          `payoffs ${String(each)} for ${seats} seats`,
        ),
      ),
  },
  {
    sentence: 'measures give finite numbers of their scale',
    broken: (trace) => {
      const match = playedOf(trace);
      return trace.game.measures.flatMap((measure) =>
        seatsOf(trace).flatMap((seat) =>
          measure
            .values(match, seat)
            .flatMap((value) =>
              otherwise(
                onScale(measure.scale, value),
                `${measure.name} of seat ${seat + 1} is ${value} (a ${measure.scale})`,
              ),
            ),
        ),
      );
    },
  },
  {
    sentence:
      'a measure that says what an answer counts in it is the mean of what the seat’s answers count, a rate just these',
    broken: (trace) => {
      const match = playedOf(trace);
      return trace.game.measures.flatMap((measure) =>
        seatsOf(trace).flatMap((seat) => {
          if (measure.counts === undefined) return [];
          const counted = match.moves.flatMap(({ decision, answer }) =>
            decision.seat === seat ? (measure.counts!(decision, answer, match.views[seat]) ?? []) : [],
          );
          const values = measure.values(match, seat);
          const same =
            measure.scale === 'rate' ? isDeepStrictEqual(counted, values) : isNear(meanOf(counted), meanOf(values));
          return otherwise(
            same,
            `${measure.name} of seat ${seat + 1} is ${String(values)}, and its answers count ${String(counted)}`,
          );
        }),
      );
    },
  },
];

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** The same number, or no number at all, where nothing counted. */
const isNear = (one: number, other: number): boolean =>
  (Number.isNaN(one) && Number.isNaN(other)) || Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));

/** As a measure sees it. */
export const playedOf = ({ config, views, steps, payoffs }: Trace): PlayedMatch<unknown> => ({
  config,
  views,
  payoffs,
  moves: steps.flatMap((step) => step.moves),
});

function onScale(scale: AnyGame['measures'][number]['scale'], value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (scale === 'rate') return value >= 0 && value <= 1;
  if (scale === 'rating') return value >= 0 && value <= 100;
  return scale === 'distance' ? value >= 0 : true;
}

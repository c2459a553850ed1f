/** Everything that a match shows, and what can be wrong with it. */
import type { Block } from '../core/blocks.ts';
import { otherwise, repeated } from './law.ts';
import { wordProblems } from './problems.ts';
import { decisionsOf, plainNames, type Trace } from './trace.ts';

type Shown = { readonly where: string; readonly blocks: readonly Block[] };

export function shownDuring(trace: Trace): readonly Shown[] {
  const { game, config, seats, steps } = trace;
  const roles = [...new Set(decisionsOf(trace).map((decision) => decision.role))];
  return [
    ...roles.map((role) => ({
      where: `instructions of ${role}`,
      blocks: game.instructions(config, role, plainNames(game, seats, 0)),
    })),
    ...steps.flatMap(({ decisions, views }) =>
      decisions.flatMap((decision): readonly Shown[] => {
        const view = views[decision.seat];
        const names = plainNames(game, seats, decision.seat);
        const where = `round ${decision.round}, "${decision.key}"`;
        const calculator = game.calculator?.(view, decision, names) ?? null;
        const drafts =
          calculator === null
            ? []
            : [
                calculator.fields.map(() => null),
                calculator.fields.map((f) => f.input.min),
                calculator.fields.map((f) => f.input.max),
              ];
        return [
          { where: `the scene of ${where}`, blocks: game.scene(view, decision, names) },
          ...drafts.map((draft) => ({ where: `the calculator of ${where}`, blocks: calculator?.show(draft) ?? [] })),
        ];
      }),
    ),
  ];
}

const debriefsOf = ({ game, seats, views }: Trace) =>
  views.flatMap((view, seat) =>
    [0, 0.5, 1].map((kappa) => ({ kappa, debrief: game.debrief(view, { kappa }, plainNames(game, seats, seat)) })),
  );

export function shownAfter(trace: Trace): readonly Shown[] {
  const { game, seats, views } = trace;
  return [
    ...views.map((view, seat) => ({
      where: `the result of seat ${seat + 1}`,
      blocks: game.result(view, plainNames(game, seats, seat)),
    })),
    ...debriefsOf(trace).flatMap(({ kappa, debrief }) => [
      { where: `the debrief at κ ${kappa}`, blocks: debrief.blocks },
      { where: `the first page of the debrief at κ ${kappa}`, blocks: debrief.plain ?? debrief.blocks },
      ...debrief.more.map((page) => ({ where: `page ${page.key} of the debrief at κ ${kappa}`, blocks: page.blocks })),
    ]),
  ];
}

export function headingProblems({ game, steps, views }: Trace): readonly string[] {
  const during = steps.flatMap((step) =>
    step.decisions.map((decision) => game.heading(step.views[decision.seat], decision)),
  );
  return [...during, ...views.map((view) => game.heading(view, null))].flatMap(({ about, where }) =>
    wordProblems(`${about} ${where}`, 'the heading'),
  );
}

export function pageProblems(trace: Trace): readonly string[] {
  return debriefsOf(trace).flatMap(({ debrief }) => [
    ...repeated(debrief.more.map((page) => page.key)).map((key) => `two pages of the debrief have the letter ${key}`),
    ...debrief.more.flatMap((page) =>
      otherwise(
        /^[a-z]$/.test(page.key) && !'ovpcdnsehqbix'.includes(page.key),
        `a page of the debrief has the letter ${page.key}`,
      ),
    ),
    ...otherwise(debrief.blocks.length > 0, 'an empty debrief'),
  ]);
}

/**
 * Where a profile goes: as text, or as one JSON document at its end. What goes on a screen is in
 * screen.ts.
 */
import { DRAWS } from '../../core/profile-spec.ts';
import { timesOf } from '../../profile/pattern.ts';
import { givesProbabilities } from '../../core/askable.ts';
import { servedWarnings } from '../../core/served-model.ts';
import { asHonoured } from '../../profile/stored-profile.ts';
import { DRAWS_BESIDE } from '../../profile/design.ts';
import { agreementsOf } from '../../profile/instruments.ts';
import { askedWords, instrumentIn } from '../../profile/instrument-words.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import { peopleRows } from '../../profile/people.ts';
import { positionsOf } from '../../profile/position.ts';
import { preferenceOf } from '../../profile/preference.ts';
import { scoresOf } from '../../profile/scores.ts';
import type { ProfileListener } from '../../profile/play.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { modelBar } from '../shared/progress-bar.ts';
import { wanted } from '../run/card.ts';
import type { catchSignals } from '../shared/signals.ts';
import { type ProfileCard, profileCardText } from './card.ts';
import type { Profile, ProfileNamed } from './plan.ts';
import { amountOf, endText, headText, labelOf, leftText, type ProfileResult, rowText, unfinishedText } from './text.ts';

/** Where a profile goes while it is asked, and at its end. */
export type ProfileOutput = ProfileListener & {
  /** Shows what it will take; false: it is not wanted. Not asked where no model is. */
  wanted(card: ProfileCard): Promise<boolean>;
  /** Resolves when the result has been seen. */
  ended(result: ProfileResult): Promise<void> | void;
  close(): Promise<void> | void;
};

/** What stops a profile, and the exit code that it then has. */
export type Stopping = ReturnType<typeof catchSignals>;

/** One document on stdout at the end; what is missing goes to stderr. */
export const asJson = (profile: Profile, stopped: Stopping): ProfileOutput => ({
  wanted: () => confirmed(profile, stopped),
  began: () => undefined,
  reached: () => undefined,
  far: () => undefined,
  ended: (result) => {
    printJson(profileDocument(profile, result));
    printUnfinished(profile, result);
  },
  close: () => undefined,
});

/** A bar on stderr while it is asked; rows and tables at the end. */
export function asText(profile: Profile, stopped: Stopping): ProfileOutput {
  const { facts, missing, budgetedModels } = profile;
  let bar: ReturnType<typeof modelBar> | undefined;
  return {
    wanted(card) {
      printProblem(`${profileCardText(profile, card)}\n`);
      return confirmed(profile, stopped);
    },
    began() {
      print(headText(profile));
      if (budgetedModels.seats.size > 0 && missing.length > 0)
        bar = modelBar(facts.matches, facts.matches - missing.length, budgetedModels);
    },
    // A verdict holds for all rows together: they are told when the last is reached.
    reached: () => undefined,
    far: (far) => bar?.draw(far),
    ended(result) {
      bar?.clear();
      for (const row of result.rows) print(rowText(row, result.agents));
      print(endText(profile, result));
      printUnfinished(profile, result);
    },
    close: () => bar?.clear(),
  };
}

/** A person at the keyboard is asked. */
const confirmed = async ({ yes }: Profile, { signal }: Stopping): Promise<boolean> =>
  yes || !process.stdin.isTTY || !process.stderr.isTTY || wanted(signal);

/** All of it at once. */
export function printResult(of: ProfileNamed, result: ProfileResult): void {
  print(headText(of));
  for (const row of result.rows) print(rowText(row, result.agents));
  print(endText(of, result));
  printUnfinished(of, result);
}

/** When a screen is left: where it is kept, and what is missing. */
export function printLeft(of: ProfileNamed, result: ProfileResult): void {
  print(leftText(of, result));
  printUnfinished(of, result);
}

function printUnfinished(of: ProfileNamed, result: ProfileResult): void {
  const said = unfinishedText(of, result);
  if (said !== '') printProblem(said);
}

/** k: how often a question is put to who draws, unless its task says otherwise. */
const drawsIn = ({ length, both }: ProfileNamed['facts']): number =>
  both === true ? DRAWS_BESIDE[length] : DRAWS[length];

/** A profile as one JSON document. */
export function profileDocument(
  { session, name, facts, tasks }: ProfileNamed,
  { agents, rows, missing, played, sums, served }: ProfileResult,
) {
  const { length, agents: asked } = asHonoured(facts, served);
  return {
    session: session.code,
    name,
    seed: session.seed,
    length,
    k: drawsIn(facts),
    asked: amountOf(tasks, facts),
    wordings: facts.wordings ?? 1,
    orders: facts.orders ?? 'drawn',
    how: askedWords(facts),
    agreement: agreementsOf(agents).map(({ situations, ...one }) => ({
      ...one,
      situations: situations.map(({ asked: _, ...each }) => each),
    })),
    ...Object.assign({}, ...tasks.map(({ spec }) => spec.figures?.(length) ?? {})),
    seconds: played?.seconds ?? null,
    resumed: played?.resumed ?? false,
    stopped: played?.stopped ?? null,
    missing,
    calls: sums.calls,
    outcomes: sums.outcomes,
    tokens: { in: sums.tokensIn, out: sums.tokensOut },
    cost: sums.cost,
    why: played?.why ?? {},
    served,
    warnings: servedWarnings(served),
    card: played?.card ?? null,
    agents: agents.map((one, place) => ({
      agent: one.id,
      kind: one.kind,
      label: labelOf(one),
      k: one.kind === 'theory' || givesProbabilities(one) ? null : drawsIn(facts),
      ask: asked[place]!.temperature === null ? null : (one.ask ?? 'json'),
      temperature: asked[place]!.temperature,
      instrument: instrumentIn(one),
      position: positionsOf(one, tasks),
      answers: one.answers.length,
      scores: scoresOf(one, tasks),
      kappa: preferenceOf(one),
    })),
    people: peopleRows(agents, tasks, length, referenceTable).map(({ cells, ...row }) => ({
      ...row,
      cells: cells.map((cell, place) => ({ agent: agents[place]!.id, ...cell })),
    })),
    rows: rows.map(({ cells, cited, ...row }, at) => ({
      ...row,
      source: cited,
      cells: cells.map(({ answers: _, evidence: _evidence, ...cell }, place) => ({
        agent: agents[place]!.id,
        ...cell,
        k: timesOf(rows[at]!.cells[place]!, agents[place]!),
        temperature: asked[place]!.temperature,
      })),
    })),
  };
}

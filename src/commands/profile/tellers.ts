/** A profile told as text while it is asked, or as one JSON document at its end. */
import type { Profiled } from '../../profile/evidence.ts';
import { print, printJson, printProblem } from '../print.ts';
import { profileCardText } from './card.ts';
import { documentOfProfile } from './document.ts';
import type { Of, Profile, ProfileResult, Stopping, Teller } from './teller.ts';
import { endText, headText, rowText, unfinishedText } from './told.ts';
import { modelBar } from '../progress-bar.ts';
import { wanted } from '../run/card.ts';

export const asJson = (profile: Profile, stopped: Stopping): Teller => ({
  wanted: () => confirmed(profile, stopped),
  began: () => undefined,
  reached: () => undefined,
  far: () => undefined,
  ended: (result) => {
    printJson(documentOfProfile(profile, result));
    printUnfinished(profile, result);
  },
  close: () => undefined,
});

export function asText(profile: Profile, stopped: Stopping): Teller {
  const { facts, missing, house } = profile;
  let bar: ReturnType<typeof modelBar> | undefined;
  let told: readonly Profiled[] = [];
  return {
    wanted(card) {
      printProblem(`${profileCardText(profile, card)}\n`);
      return confirmed(profile, stopped);
    },
    began(agents) {
      told = agents;
      print(headText(profile));
      if (house.seats.size > 0 && missing.length > 0)
        bar = modelBar(facts.matches, facts.matches - missing.length, house);
    },
    reached(rows) {
      if (rows.length > 0) bar?.clear();
      for (const row of rows) print(rowText(row, told));
    },
    far: (far) => bar?.draw(far),
    ended(result) {
      bar?.clear();
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
export function printResult(of: Of, result: ProfileResult): void {
  print(headText(of));
  for (const row of result.rows) print(rowText(row, result.agents));
  print(endText(of, result));
  printUnfinished(of, result);
}

export function printUnfinished(of: Of, result: ProfileResult): void {
  const said = unfinishedText(of, result);
  if (said !== '') printProblem(said);
}

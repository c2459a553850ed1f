/** `homines tune play RUN [GAME]`: served, proved where that is missing, and the table against it, in one command. */
import { firstGameOf } from './first-game.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { readConfig } from '../../core/settings.ts';
import { filledSeats, type TableSetting } from '../../lab/table-setting.ts';
import type { ServerName } from '../../trainer/server-names.ts';
import { lastRun } from '../../tune/last-run.ts';
import { type FoundRun, runNamed } from '../../tune/run-read.ts';
import { tunedIdOf } from '../../tune/model-ids.ts';
import { isAtProvider } from '../../tune/run-folder.ts';
import { open, refuseNoTerminal } from '../lab.ts';
import { printProblem } from '../shared/print.ts';
import { gameNamed } from '../shared/resolve.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { seatProviderRun } from './provider-seat.ts';
import { proveMissing } from './prove.ts';
import { seatRuns } from './seat.ts';
import { type ServedRuns, serveRuns } from './served.ts';

/** What `tune play` takes. */
export type PlayFlags = {
  readonly port?: number | undefined;
  readonly server?: ServerName | undefined;
  readonly keep?: boolean | undefined;
  readonly db?: string | undefined;
};

export async function play(
  { port, server, keep = false, db }: PlayFlags,
  name: string | undefined,
  game: string | undefined,
): Promise<number> {
  const lab = process.cwd();
  refuseNoTerminal();
  const found = name === undefined ? lastRun(lab) : runNamed(lab, name);
  // Refused before anything is waited for.
  await tableOf(found, game);
  const caught = catchSignals();
  let served: ServedRuns | null = null;
  try {
    try {
      if (isAtProvider(found.run)) {
        const say = (sentence: string): void => printProblem(wrap(sentence));
        const seating = await seatProviderRun(lab, found, { env: process.env, signal: caught.signal, say });
        if (seating.kind === 'to serve') return 2;
      } else {
        served = await serveRuns({ lab, runs: [found], port, server, keep, signal: caught.signal });
        await seatRuns(lab, [found], served, caught.signal);
        await proveMissing(lab, [found], served, caught.signal);
      }
    } catch (error) {
      if (caught.signal.aborted) return caught.exitCode();
      throw error;
    } finally {
      // From here on they are the lab's.
      caught.done();
    }
    // What is asked elsewhere is called as it is there, which is known by now.
    const start = await tableOf(found, game);
    return await open({ start, atSetUp: game === undefined, ...(db === undefined ? {} : { db }) });
  } finally {
    await served?.stop();
  }
}

/** A table of the game that was typed, else of the first that the run learned from, by its first settings. */
async function tableOf({ folder, run }: FoundRun, typed: string | undefined): Promise<TableSetting> {
  const game = await gameNamed(typed ?? (await firstGameOf(folder)), 'tune play');
  const [role] = game.roles;
  if (role === undefined) throw new UserError(`${game.name} has no role to play: "${byHand('games')}" lists games.`);
  const config = readConfig(game, { preset: undefined, more: role.config ?? {}, sets: [], seats: undefined });
  return {
    ...{ game, config, role: role.name, explain: 'each', seed: null },
    preset: game.presets[0]?.name ?? null,
    against: filledSeats(game, config, [tunedIdOf({ folder, run })]),
  };
}

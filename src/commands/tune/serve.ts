/** `homines tune serve RUN…`: tuned models behind an address of this computer, seated, until this command ends. */
import { firstGameOf } from './first-game.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { listed } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { openStore } from '../../store/open.ts';
import { stopKept } from '../../trainer/kept-server.ts';
import type { ServerName } from '../../trainer/server-names.ts';
import { lastRun } from '../../tune/last-run.ts';
import { runNamed } from '../../tune/run-read.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { keepLineage } from '../shared/lineage.ts';
import { print, printJson } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { proveMissing } from './prove.ts';
import { factsOf, seatRuns } from './seat.ts';
import { tunedId } from '../../tune/run-folder.ts';
import { areAtProvider, serveAtProvider } from './provider-serve.ts';
import { serveRuns } from './served.ts';
import { upgrading } from '../shared/upgrading.ts';

/** What `tune serve` takes. */
export type ServeFlags = {
  readonly port?: number | undefined;
  readonly server?: ServerName | undefined;
  readonly keep?: boolean | undefined;
  readonly stop?: boolean | undefined;
  /** Cards are rented without asking. */
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly db?: string | undefined;
};

/** Whether a server still runs is looked at so often, milliseconds. */
const LOOK_MS = 500;

export async function serve(flags: ServeFlags, names: readonly string[]): Promise<number> {
  const lab = process.cwd();
  const { keep = false, json = false } = flags;
  if (flags.stop === true) return stop(lab, json);
  const runs = names.length === 0 ? [lastRun(lab)] : [...new Set(names)].map((name) => runNamed(lab, name));
  const db = flags.db ?? DEFAULT_DB;
  if (areAtProvider(runs)) {
    const { port, server, yes } = flags;
    const typed = { '--port': port, '--server': server, '--keep': flags.keep };
    const stray = Object.entries(typed).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    return serveAtProvider(lab, runs, { yes, json, db, stray });
  }
  const caught = catchSignals();
  try {
    const served = await serveRuns({ lab, runs, port: flags.port, server: flags.server, keep, signal: caught.signal });
    try {
      await seatRuns(lab, runs, served, caught.signal);
      await proveMissing(lab, runs, served, caught.signal);
      const store = await openStore(db, { upgrade: upgrading() });
      try {
        await keepLineage(store, lab);
      } finally {
        store.close();
      }
      const seats = runs.map((one) => ({ id: tunedId(one.run.name), ...factsOf(one, served.server) }));
      const bases = [...new Set(runs.map(({ run }) => tunedId(run.base.name)))];
      if (json)
        printJson({ address: served.address, server: served.server, seconds: served.seconds, seats, bases, keep });
      else {
        const load = served.seconds === null ? 'it ran already' : `loaded in ${Math.round(served.seconds)} s`;
        print(
          wrap(
            `${listed([...seats.map(({ id }) => id), ...bases])} at ${served.address}, by ${served.server}, ${load}.`,
          ),
        );
        for (const { id, standing } of seats) print(wrap(`${id}: ${standing}.`));
        const game = await firstGameOf(runs[0]!.folder);
        print(wrap(`To play: "${byHand(`play ${game} --against ${seats[0]!.id}`)}" in another window.`));
      }
      if (keep) {
        if (!json) print(wrap(`It goes on when this ends: "${byHand('tune serve --stop')}" ends it.`));
        return 0;
      }
      if (!json) print('Ctrl-C ends it.');
      while (served.runs() && !caught.signal.aborted)
        await sleep(LOOK_MS, undefined, { signal: caught.signal }).catch(() => undefined);
      if (!caught.signal.aborted)
        throw new UserError(
          `The server has ended by itself: "${byHand(`tune serve ${names.join(' ')}`)}" starts it again.`,
        );
      return caught.exitCode();
    } finally {
      await served.stop();
    }
  } catch (error) {
    if (caught.signal.aborted) return caught.exitCode();
    throw error;
  } finally {
    caught.done();
  }
}

async function stop(lab: string, json: boolean): Promise<number> {
  const kept = await stopKept(lab);
  if (json)
    return printJson({
      stopped: kept === null ? null : { address: kept.address, models: kept.models.map(({ name }) => name) },
    });
  print(
    kept === null
      ? 'No server of this folder runs on its own.'
      : `The server of ${listed(kept.models.map(({ name }) => name))} at ${kept.address} is ended.`,
  );
  return 0;
}

/** Opens the lab on this terminal, and gives the terminal back whatever happens. */
import { writeSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { render, renderToString } from 'ink';
import type { AnyGame } from '../game.ts';
import { loadGames } from '../games.ts';
import type { Store } from '../log.ts';
import type { Choice } from './choice.ts';
import { KeyInput } from './key-input.ts';
import { createLab, type Lab } from './lab.ts';
import { LabScreen, Screen } from './lab.tsx';
import { formOf } from './set-up.ts';
import { usualMinutes } from './screens/home.ts';
import { openLedger } from './whose.ts';

export type Opening = {
  readonly store: Store;
  readonly version: string;
  /** A table that is set already: the lab opens at its instructions. */
  readonly start: Choice | null;
};

/** Resolves with the exit code when the person has quit and the terminal is as it was. */
export async function openLab({ store, version, start }: Opening): Promise<number> {
  if (wantsPlain()) {
    const { openPlain } = await import('./plain/open.ts');
    return openPlain({ store, version, start });
  }
  const [loaded, ledger] = await Promise.all([loadGames(), openLedger(store, version, Date.now())]);
  const games = inOrder(loaded);
  const { stdin, stdout } = process;
  const lab = createLab({
    store,
    ledger,
    games: start === null ? games : games.map((g) => (g.name === start.game.name ? start.game : g)),
    columns: stdout.columns,
    rows: stdout.rows,
    ...(start === null ? {} : { screen: { at: 'instructions', choice: start, first: 0, back: formOf(start) } }),
    draw: (state) => renderToString(<Screen state={{ ...state, notice: null }} />, { columns: state.columns }),
  });
  await lab.idle();
  const keys = new KeyInput(stdin);
  stdin.on('data', keys.feed);
  const app = render(<LabScreen lab={lab} />, {
    stdin: keys as unknown as NodeJS.ReadStream,
    maxFps: 120,
    incrementalRendering: true,
    alternateScreen: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const watch = watching(lab);
  const code = await Promise.race([lab.over.then(() => 0), watch.cut]);
  await Promise.race([lab.leave(), patience(1500)]);
  watch.stop();
  app.unmount();
  await app.waitUntilExit().catch(() => undefined);
  keys.close();
  stdin.off('data', keys.feed);
  stdin.pause();
  say(`${farewell(store.file)}\n`);
  if (watch.fault !== null) say(`${watch.fault}\n`);
  return code;
}

/** The shortest game first: what a newcomer plays within the first minute stands on top. */
export const inOrder = (games: readonly AnyGame[]): readonly AnyGame[] => games.toSorted((a, b) => usualMinutes(a) - usualMinutes(b));

/** Asked for by --plain, by the environment, or by a screen reader's own setting. */
const wantsPlain = (): boolean => process.env['HOMINES_PLAIN'] === '1' || process.env['INK_SCREEN_READER'] === 'true';

/** Where the choices are, and how to go on. */
export function farewell(file: string): string {
  const here = relative(process.cwd(), file) || file;
  const usual = resolve(file) === resolve('data', 'lab.sqlite');
  return `Every choice is kept in ${here}. To go on: homines${usual ? '' : ` --db ${here}`}`;
}

const patience = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());

/** The terminal may be gone already. */
function say(words: string): void {
  try {
    writeSync(1, words);
  } catch {
    // Nobody is there to read it.
  }
}

type Watch = { readonly cut: Promise<number>; readonly fault: string | null; stop(): void };

/** Signals, a closed window and mistakes of ours: each ends the lab in order, with the exit code that says which. */
function watching(_lab: Lab): Watch {
  let cut: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve_) => (cut = resolve_));
  const watch = { cut: ended, fault: null as string | null, stop: () => undefined as void };
  const gone = (): void => cut(129);
  const term = (): void => cut(143);
  const int = (): void => cut(130);
  const broken = (error: unknown): void => {
    watch.fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    cut(1);
  };
  process.on('SIGTERM', term).on('SIGHUP', gone).on('SIGINT', int).on('uncaughtException', broken).on('unhandledRejection', broken);
  process.stdin.on('end', gone).on('close', gone).on('error', gone);
  process.stdout.on('error', gone);
  watch.stop = () => {
    process.off('SIGTERM', term).off('SIGHUP', gone).off('SIGINT', int).off('uncaughtException', broken).off('unhandledRejection', broken);
    process.stdin.off('end', gone).off('close', gone).off('error', gone);
  };
  return watch;
}

/** `homines tune data`: a training set from a utility. */
import { loadGame } from '../../disk/games.ts';
import { UserError } from '../../core/user-error.ts';
import { byHand } from '../../core/shell.ts';
import { version } from '../../disk/version.ts';
import { makeRows } from '../../tune/rows-made.ts';
import { refuseFilled, writeSet } from '../../tune/set-written.ts';
import type { TrainedAgent } from '../../tune/trained-agent.ts';
import { print, printJson } from '../shared/print.ts';

/** What `tune data` takes. */
export type DataFlags = {
  readonly agent?: TrainedAgent | undefined;
  readonly games?: readonly string[] | undefined;
  readonly rows?: number | undefined;
  readonly heldOut?: number | undefined;
  readonly seed?: number | undefined;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
};

export async function data(flags: DataFlags): Promise<number> {
  const { agent, out, rows = 1000, heldOut = 200, seed = 1 } = flags;
  if (agent === undefined || out === undefined)
    throw new UserError(
      `homines tune data needs an agent and a folder, as in "${byHand('tune data --agent economicus --out sets/economicus')}".`,
    );
  refuseFilled(out);
  const games = await Promise.all((flags.games ?? ['prisoners-dilemma']).map((name) => loadGame(name)));
  const making = makeRows({
    ...{ agent, games, train: rows, heldOut, seed },
    ...{ reasons: 0.25, decisions: 0.25, form: 0.1, contrast: 0.5, lambda: null },
  });
  let step = making.next();
  while (step.done !== true) step = making.next();
  const made = step.value;
  const { kappa, alpha, beta } = agent.taste;
  const set = writeSet(
    out,
    {
      version: 1,
      agent: agent.name,
      taste: { kappa, ...(alpha === undefined ? {} : { alpha }), ...(beta === undefined ? {} : { beta }) },
      control: false,
      labels: 'ours',
      games: games.map(({ name }) => name),
      seed,
      shares: { reasons: 0, form: 0, contrast: 0 },
      lambda: null,
      rows: { train: made.train.length, heldOut: made.heldOut.length },
      leftOut: made.leftOut,
      homines: version(),
      licence: 'MIT',
    },
    made,
    (whole) => ({ card: `# ${whole.agent}\n\n${whole.hash}\n`, preview: '# Preview\n' }),
  );
  if (flags.json ?? false) return printJson({ folder: out, ...set });
  print(`${set.rows.train} rows and ${set.rows.heldOut} held out in ${out}, hash ${set.hash.slice(0, 12)}.`);
  return 0;
}

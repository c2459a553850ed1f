/** The explanation of a finished match, with κ where the opponent's stands. */
import type { Block } from '../core/blocks.ts';
import type { Debrief } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import type { Finished } from './finished-match.ts';

/** κ of a moralis at the table; 0.5 where none sits. */
export const kappaOf = ({ tastes }: Finished): number =>
  tastes.find((taste) => taste !== null && taste.kappa > 0)?.kappa ?? 0.5;

/** How far an arrow key moves κ. */
const STEP = 0.05;

/** κ moved by so many steps, on the grid of steps, within 0 to 1. */
export const moved = (kappa: number, by: number): number =>
  Math.min(1, Math.max(0, Math.round((kappa + by * STEP) / STEP) * STEP));

const debriefs = memo(({ game, views, seat, names, tastes, match }: Finished) => {
  const variant = tastes.find((taste) => taste?.variant !== undefined)?.variant;
  return memo((kappa: number) =>
    game.debrief(
      views[seat],
      { kappa, ...(variant === undefined ? {} : { variant }) },
      names[seat]!,
      tastes,
      match.disclosed,
    ),
  );
});

/** What happened and why, as the match's own seat sees it and with moralis at this κ (0 to 1); each κ is computed once. */
export const debriefOf = (finished: Finished, kappa: number): Debrief => debriefs(finished)(Number(kappa.toFixed(4)));

/** What a debrief begins with: the page without codes where the game has one. */
export const firstPage = ({ plain, blocks }: Debrief): readonly Block[] => plain ?? blocks;

/** The letter of the theory where another page comes first; no game has a page of its own behind it. */
export const THEORY = 'e';

/** Its further pages, each behind a letter: the theory behind e where another page comes first. */
export const furtherPages = ({ plain, blocks, more }: Debrief): Debrief['more'] =>
  plain === undefined ? more : [{ key: THEORY, label: 'theory', blocks }, ...more];

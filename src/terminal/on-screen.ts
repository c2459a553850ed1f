/** Whether a screen is drawn here, or lines are read. */

/** Numbered lines instead of a drawn screen: asked for by --plain, by the environment, or by a screen reader's own setting. */
export const wantsPlain = (): boolean =>
  process.env['HOMINES_PLAIN'] === '1' || process.env['INK_SCREEN_READER'] === 'true';

/** Whether input and output are a terminal, and nobody wants plain text. */
export const onScreen = (): boolean => process.stdin.isTTY && process.stdout.isTTY && !wantsPlain();

/** Numbered lines instead of a drawn screen: asked for by --plain, by the environment, or by a screen reader's own setting. */
export const wantsPlain = (): boolean =>
  process.env['HOMINES_PLAIN'] === '1' || process.env['INK_SCREEN_READER'] === 'true';

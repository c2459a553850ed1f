/** What screens need to know of stops, apart from the schema of a lesson: making that would delay the first screen. */

/** How the key of a question begins that the room is asked and no game has. */
export const ROOM = 'room:';

/** The groups by which a figure is uncovered. */
export const GROUPS = ['class', 'published', 'theory'] as const;
export type FigureGroup = (typeof GROUPS)[number];

/** What a stop asks hands for; null: it asks for none. */
export const handsOf = <Hands>(stop: { readonly kind: string; readonly hands?: Hands | undefined }): Hands | null =>
  stop.hands ?? null;

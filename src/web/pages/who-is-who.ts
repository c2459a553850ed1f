/** Who is who on one member's page: the marks of seats and agents, and what each is called. */
import { type AgentLabel, markedLabel, shapeOf, signOf } from '../../core/agent-signs.ts';
import type { Who } from '../../core/blocks.ts';
import type { Names, Seat } from '../../core/game.ts';
import type { SeatRow } from '../../core/log.ts';
import { seatLabels } from '../../lab/seat-labels.ts';
import { lettersMarked } from '../../page/html.ts';

/** How one seat's page marks somebody, and what it calls them. One's own seat is always the full diamond. */
export type SeenFrom = {
  label(who: Who): AgentLabel;
  name(who: Who): string;
};

/** What a seat sees of who sits where. `open`: whether it is told. */
export function seenFrom(seats: readonly SeatRow[], open: boolean, names: Names, me: Seat): SeenFrom {
  const labels = seatLabels(seats, open, names);
  return {
    label: (who) => markedLabel(labels, who, me),
    name: (who) => ('agent' in who ? who.agent : (names[who.seat] ?? '')),
  };
}

/** The class of an element in the colour of an agent; style.ts has a rule for each. */
export const colourClass = (label: AgentLabel): string => `m-${label.replace('human 2', 'human').replace('/…', '')}`;

/** The sign of an agent as HTML. A screen reader skips it: its name stands beside it. */
export const signHtml = (label: AgentLabel): string =>
  `<span class="mark ${colourClass(label)}" aria-hidden="true">${letterShown(label)}</span>`;

/** Phones draw a white diamond as a thin one: an outline says the same. */
const letterShown = (label: AgentLabel): string => (signOf(label).letter === '' ? '' : shapeOf(label));

/** Words with the signs of agents in their colours. What a terminal keeps apart by blanks is kept apart by a point. */
export const wordsHtml = (words: string): string =>
  lettersMarked(words.replace(/ {3,}/g, ' · '), (label) => signHtml(markedLabel([], { agent: label })));

/**
 * Who is who on a screen. A mark keeps its meaning everywhere, by shape and letter before colour:
 * ◆ person  ● economicus  ▲ moralis  ■ baseline. What is not disclosed is "other".
 */
import type { Who } from '../core/blocks.ts';
import type { Names } from '../core/game.ts';
import { agentLabel, markedLabel, shapeOf } from '../core/agent-signs.ts';
import { wantsAscii } from './glyphs.ts';

/** `label`: human, economicus, moralis, baseline, random, script or other. */
export type Mark = { readonly glyph: string; readonly name: string; readonly label: string };
/** Finds the mark of a seat or an agent. */
export type MarkOf = (who: Who) => Mark;

/** The shape of an agent by its label, as this terminal draws it. */
export const glyphOf = (label: string, ascii: boolean = wantsAscii()): string => shapeOf(label, ascii);

/**
 * Marks for one screen. `labels`: one a seat, 'other' where it is not disclosed; `names`: what each seat is called
 * there. An agent that a block names by its label is looked up directly.
 */
export function marksFor(labels: readonly string[], names: Names, ascii: boolean = wantsAscii()): MarkOf {
  return (who) => {
    const glyph = glyphOf(markedLabel(labels, who), ascii);
    if ('agent' in who) return { glyph, name: who.agent, label: known(who.agent) };
    return {
      glyph,
      name: names[who.seat] ?? `seat ${who.seat + 1}`,
      label: known(labels[who.seat] ?? 'other'),
    };
  };
}

const known = (label: string): string => (agentLabel(label) !== 'other' && label !== 'human 2' ? label : 'other');

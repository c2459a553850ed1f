/**
 * What players read before their answers, as text: the same question after the same history is the same situation, however
 * often it was asked. n counts these where probabilities were told, and never draws.
 */
import { blocksAsText } from '../core/blocks.ts';
import { canonical } from '../core/distribution.ts';
import type { AnyGame, Decision, Names, Seat } from '../core/game.ts';
import { namesFor, unnamed } from './disclosure.ts';
import type { ReplayedTurn } from './replay.ts';

/** Numbers for texts, the same for the same. */
export type Numbering = (text: string) => number;

/** An empty numbering, from 0. */
export function newNumbering(): Numbering {
  const known = new Map<string, number>();
  return (text) => {
    let number = known.get(text);
    if (number === undefined) known.set(text, (number = known.size));
    return number;
  };
}

/** What was read at each move of a match, by its place among the moves: filled while the match is replayed. */
export type TextsRead = { readonly texts: readonly string[]; each(turn: ReplayedTurn): void };

/**
 * Notes what each player read before each answer: the scene, and which question. In which order the options stood and in which
 * words it was asked are no part of it: over these a range is taken. Nor is what was answered in the same group: for
 * probabilities a question is asked alone.
 */
export function newTextsRead(game: AnyGame, seats: number): TextsRead {
  const texts: string[] = [];
  return {
    texts,
    each({ moves, look }) {
      const views = new Map<Seat, unknown>();
      for (const { decision } of moves) {
        const { seat, key, role } = decision;
        let view = views.get(seat);
        if (view === undefined) views.set(seat, (view = look(seat)));
        const scene = blocksAsText(game.scene(view, inOneOrder(decision), namesAt(game, seats, seat)));
        texts.push([key, role, scene].join('\n'));
      }
    },
  };
}

const inOneOrder = (decision: Decision): Decision =>
  decision.input.kind === 'number'
    ? decision
    : { ...decision, input: { ...decision.input, options: canonical(decision.input.options) } };

const namesAt = ({ called }: AnyGame, seats: number, me: Seat): Names =>
  namesFor(unnamed(seats, called), called.you)[me]!;

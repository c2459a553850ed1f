/** A question at the table: what the seat sees, and the question under it. */
import { drawBlocks } from '../../show/draw.ts';
import { line } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import { drawAsk } from '../ask/draw-ask.ts';
import { askAction, askHints } from '../ask/keys.ts';
import type { LabState, Play } from '../state.ts';
import { paged } from './instructions.ts';
import { against, seenAt, titles } from './names.ts';
import { roleAt } from '../choice.ts';
import { HELP, type Shown, spaced, words } from './shown.ts';
import { counted } from './times.ts';

export function play(state: LabState): Shown {
  const now = state.play;
  if (now === null || now.queue.length === 0) return starting(now);
  if (now.leaving) return leaving(now);
  const [asked] = now.queue;
  const { match, game, config } = now;
  const { decision, view, names, seat } = asked!;
  const seen = seenAt(match.seats, match.disclosed, names);
  const participant = match.seats[seat]?.participant ?? null;
  const versus = against(game, config, match.seats, match.disclosed, seat);
  const { title, right } = titles(state, game, game.heading(view, decision), versus, participant);
  if (now.rules !== null) return rules(state, now, now.rules, title);
  if (now.ask === null) return handOver(now, title);
  const { ask, sent, together } = now;
  const blocks = game.scene(view, decision, names);
  return {
    title,
    right,
    where: ['play', game.name],
    hints: [
      ...askHints(ask),
      { keys: 'i', does: 'rules', help: 'Shows the instructions again; the question waits.' },
      HELP,
      { keys: 'Esc', does: 'leave', help: 'Asks whether to leave this match; what was chosen is kept.' },
    ],
    key(press): Action | null {
      if (press.name === 'escape' || press.name === 'ctrl-c') return { type: 'leaving', asked: true };
      if (sent) return null;
      if (press.name === 'i') return { type: 'rules', first: 0 };
      const action = askAction(ask, press.input, press.key);
      if (action) return { type: 'ask', action };
      return null;
    },
    lines(width, height) {
      const question = drawAsk(ask, width, seen, together);
      const waits = now.thinking.length > 0 ? [line(`${now.thinking.join(' and ')} is thinking`)] : [];
      const scene = drawBlocks(blocks, width, Math.max(1, height - question.length - waits.length - 1), seen);
      return spaced([scene, question, waits], height);
    },
  };
}

function starting(now: Play | null): Shown {
  const waits = now !== null && now.thinking.length > 0 ? `${now.thinking.join(' and ')} is thinking` : '';
  return {
    title: now?.game.title ?? '',
    right: '',
    where: [],
    hints: [{ keys: 'Esc', does: 'leave', help: 'Asks whether to leave this match.' }],
    key: ({ name }) => (name === 'escape' && now !== null ? { type: 'leave' } : name === 'ctrl-c' ? { type: 'quit' } : null),
    lines: () => [line(waits)],
  };
}

function leaving(now: Play): Shown {
  const kept =
    now.saved === 0
      ? 'Nothing is chosen yet.'
      : `Your ${counted(now.saved, 'choice is', 'choices are')} kept; you can continue it later from the home screen.`;
  return {
    title: `${now.game.title} · leave this match?`,
    right: '',
    where: [],
    hints: [
      { keys: 'Enter', does: 'leaves', help: 'Leaves the match as it stands.' },
      { keys: 'Esc', does: 'stays', help: 'Back to the question.' },
    ],
    key({ name }) {
      if (name === 'enter') return { type: 'leave' };
      if (name === 'escape') return { type: 'leaving', asked: false };
      return name === 'ctrl-c' ? { type: 'quit' } : null;
    },
    lines: (width) => [line('Leave this match?', 'strong'), [], ...words(kept, width), [], ...words('Enter leaves, Esc stays.', width)],
  };
}

/** Between two people at one keyboard: nothing of the one is on the screen when the other sits down. */
function handOver(now: Play, title: string): Shown {
  const [asked] = now.queue;
  const participant = now.match.seats[asked!.seat]?.participant ?? '';
  const role = asked!.decision.role;
  return {
    title: title.split(' · ')[0] ?? title,
    right: '',
    where: [],
    hints: [
      { keys: 'Enter', does: 'my turn', help: 'Shows the question of the next player.' },
      { keys: 'Esc', does: 'leave', help: 'Asks whether to leave this match.' },
    ],
    key({ name }) {
      if (name === 'enter') return { type: 'lift curtain' };
      return name === 'escape' || name === 'ctrl-c' ? { type: 'leaving', asked: true } : null;
    },
    lines: (width) => [
      line(`Now player ${asked!.seat + 1} (${participant.slice(0, 4)}, ${role}).`, 'strong'),
      [],
      ...words('Pass the keyboard; the other looks away. Press Enter when you sit in front of it.', width),
    ],
  };
}

function rules(state: LabState, now: Play, first: number, title: string): Shown {
  const [asked] = now.queue;
  const { game, config, match } = now;
  const blocks = game.instructions(config, roleAt(now.choice, asked!.seat), asked!.names);
  const page = paged(blocks, seenAt(match.seats, match.disclosed, asked!.names), state, first, (next): Action => ({
    type: 'rules',
    first: next,
  }));
  return {
    title: `${title.split(' · ')[0] ?? title} · instructions`,
    right: 'the question waits',
    where: [game.name],
    hints: [
      { keys: 'Enter', does: page.last ? 'back to the question' : 'read on', help: 'Reads on, and goes back after the last line.' },
      { keys: 'Esc', does: 'back', help: 'Goes back to the question.' },
      HELP,
    ],
    key({ name }) {
      if (name === 'enter') return page.last ? { type: 'rules', first: null } : page.to(page.next);
      if (name === 'escape' || name === 'i') return { type: 'rules', first: null };
      return name === 'ctrl-c' ? { type: 'leaving', asked: true } : page.scroll(name);
    },
    lines: page.lines,
  };
}

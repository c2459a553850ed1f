/** A question at the table: what the seat sees, and the question under it. */
import { titleIn } from '../../core/title.ts';
import { areListed, beginning, counted } from '../../core/format.ts';
import { drawBlocks } from '../../show/draw.ts';
import { type Line, line } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import { drawAsk } from '../ask/draw-ask.ts';
import { askAction, askHints } from '../ask/keys.ts';
import type { Heading } from '../../core/game.ts';
import type { MatchRow } from '../../core/log.ts';
import { batteryWords } from '../../lab/battery/words.ts';
import { programsTold } from '../../match/disclosure.ts';
import type { LabState, Play } from '../state.ts';
import { progressOf } from './battery.ts';
import { paged } from './instructions.ts';
import { against, countPeople, seenAt, titles } from './names.ts';
import { called } from '../../lab/participants.ts';
import { roleAt } from '../../lab/table-setting.ts';
import { WIDEST } from '../body-size.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import { HELP, type Shown, spaced, words } from './screen.ts';

export function play(state: LabState): Shown {
  const now = state.play;
  if (now === null || now.queue.length === 0) return starting(state, now);
  if (now.leaving) return leaving(now);
  const [asked] = now.queue;
  const { match, game, config } = now;
  const { decision, view, names, seat } = asked!;
  const seen = seenAt(match.seats, match.disclosed, names);
  const participant = match.seats[seat]?.participant ?? null;
  const versus = against(game, config, match.seats, match.disclosed, seat, state.atHand);
  const { title, right } = titles(
    state,
    titleIn(game, config),
    headingOf(state, game.heading(view, decision)),
    versus,
    participant,
  );
  if (now.rules !== null) return rules(state, now, now.rules, title);
  if (now.ask === null) return handOver(now, state, title);
  const { ask, sent, together } = now;
  const blocks = game.scene(view, decision, names);
  return {
    title,
    right,
    wide: true,
    // Terms are of theory: they stand behind the result.
    where: [],
    hints: [
      ...(sent && now.thinking.length > 0 ? standInHint(now) : askHints(ask)),
      { keys: 'i', does: 'rules', help: 'Shows the instructions again; the question waits.' },
      HELP,
      { keys: 'Esc', does: 'leave', help: 'Asks whether to leave this match; what was chosen is kept.' },
    ],
    key(press): Action | null {
      if (press.name === 'escape' || press.name === 'ctrl-c') return { type: 'leaving', asked: true };
      if (sent && now.thinking.length === 0) return null;
      if (press.name === 'i') return { type: 'rules', first: 0 };
      if (sent) return waitingKey(press.name, now);
      const action = askAction(ask, press.input, press.key, press.name === 'paste');
      if (action) return { type: 'ask', action };
      return null;
    },
    lines(width, height) {
      const question = drawAsk(
        ask,
        Math.min(width, WIDEST),
        seen,
        together,
        sent && (now.thinking.length > 0 || now.saving),
      );
      const waits = waiting(now, width, state.lock !== null);
      const scene = drawBlocks(blocks, width, Math.max(1, height - question.length - waits.length - 1), seen);
      return spaced([scene, question, waits], height);
    },
  };
}

/** In a battery the title says how far one is, and not by which name the points go. */
export function headingOf({ battery }: LabState, heading: Heading): Heading {
  const sequence = battery?.sequence;
  if (!sequence) return heading;
  return { about: '', where: progressOf(batteryWords(sequence.language), sequence) };
}

/** Nobody at this keyboard is asked yet: whoever moves first thinks, and the rules can be read meanwhile. */
function starting(state: LabState, now: Play | null): Shown {
  const esc = { keys: 'Esc', does: 'leave', help: 'Leaves this match; a call under way is cut off.' };
  const none = { title: now === null ? '' : titleIn(now.game, now.config), right: '', where: [], hints: [esc] };
  const key = ({ name }: { readonly name: string }): Action | null =>
    name === 'escape' && now !== null ? { type: 'leave' } : name === 'ctrl-c' ? { type: 'quit' } : null;
  if (now === null || now.thinking.length === 0) return { ...none, key, lines: () => [] };
  const { match, game, config, choice, names } = now;
  const seat = match.seats.findIndex(({ kind }) => kind === 'human');
  const seen = seenAt(match.seats, match.disclosed, names[seat]!);
  const versus = against(game, config, match.seats, match.disclosed, seat, state.atHand);
  return {
    ...none,
    wide: true,
    ...titles(
      state,
      titleIn(game, config),
      { about: '', where: 'before your turn' },
      versus,
      match.seats[seat]?.participant ?? null,
    ),
    where: [],
    hints: [...standInHint(now), HELP, esc],
    key: (press) => key(press) ?? waitingKey(press.name, now),
    lines(width, height) {
      const waits = waiting(now, width, state.lock !== null);
      const rules = drawBlocks(
        game.instructions(config, roleAt(choice, seat), names[seat]!, programsTold(match.seats, match.disclosed)),
        width,
        Math.max(1, height - waits.length - 1),
        seen,
      );
      return spaced([waits, rules], height);
    },
  };
}

/** After so many seconds the stand-in may answer. */
const STAND_IN_AFTER_S = 8;

const mayStandIn = ({ game, match }: Play): boolean =>
  game.standin !== undefined && match.seats.some(({ kind }) => kind === 'model');

const standInHint = (now: Play): readonly KeyHint[] =>
  mayStandIn(now)
    ? [
        {
          keys: 's',
          does: 'go on without waiting',
          help: 'Lets a simple program, marked as such in the data, give this one answer where another player takes long.',
          short: 's go on',
          ...(now.thinking.length > 0 && now.waited >= STAND_IN_AFTER_S
            ? {}
            : { off: 'whoever thinks still has time' }),
        },
      ]
    : [];

const waitingKey = (name: string, { thinking, waited, game }: Play): Action | null =>
  name === 's' && thinking.length > 0 && waited >= STAND_IN_AFTER_S && game.standin !== undefined
    ? { type: 'stand in' }
    : null;

/** What is waited for, once whoever sits here has answered: the file, or who thinks; and who plays in somebody's place. */
function waiting(now: Play, width: number, locked: boolean): readonly Line[] {
  const { thinking, waited, wakes, said, sent, saving, queue } = now;
  const who = areListed(thinking.map(({ shown }) => shown));
  const free = sent || queue.length === 0;
  const more = !locked && waited >= STAND_IN_AFTER_S && mayStandIn(now) ? ' s lets a simple program answer.' : '';
  const asleep =
    wakes === null
      ? ''
      : ` It was asleep and is being woken, which takes minutes${wakes === 0 ? '' : ` (${wakes} so far)`}.`;
  const thinks =
    thinking.length === 0 || !free ? [] : words(`${beginning(who)} thinking${glyphs().more}${asleep}${more}`, width);
  return [...(saving ? words(SAVING, width, 'strong') : []), ...(said === null ? [] : words(said, width)), ...thinks];
}

/** Said a second after an answer that is not on disk yet. */
export const SAVING =
  'Your answer is waiting to be saved: another program is using the file. It stays here until it is saved.';

function leaving(now: Play): Shown {
  const kept =
    now.saved === 0
      ? 'Nothing is chosen yet.'
      : `Your ${counted(now.saved, 'choice is', 'choices are')} kept; you can continue it later from the home screen.`;
  return {
    title: `${titleIn(now.game, now.config)} · leave this match?`,
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
    lines: (width) => [
      line('Leave this match?', 'strong'),
      [],
      ...words(kept, width),
      [],
      ...words('Enter leaves, Esc stays.', width),
    ],
  };
}

/** Between people at one keyboard: nothing of the one is on the screen when the next one sits down. */
function handOver(now: Play, { current }: LabState, title: string): Shown {
  const [asked] = now.queue;
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
      line(`${nextPlayer(now, asked!, current.people)}.`, 'strong'),
      [],
      ...words(`Pass the keyboard; ${othersLook(now.match)} away. Press Enter when you sit in front of it.`, width),
    ],
  };
}

/** Who has the next turn at a shared keyboard, with the role in a game that has several. */
export function nextPlayer(
  { game, match }: Play,
  { seat, decision }: Play['queue'][number],
  people: LabState['current']['people'],
): string {
  const who = called(match.seats[seat]?.participant ?? '', people);
  // A role that is a setting, as a lot that is still to be drawn, is no place.
  const placed = game.roles.length > 1 && game.roles.some(({ name, config }) => name === decision.role && !config);
  return `Now player ${seat + 1} (${placed ? `${who}, ${decision.role}` : who})`;
}

const othersLook = (match: MatchRow): string => (countPeople(match) > 2 ? 'the others look' : 'the other looks');

function rules(state: LabState, now: Play, first: number, title: string): Shown {
  const [asked] = now.queue;
  const { game, config, match } = now;
  const programs = programsTold(match.seats, match.disclosed);
  const blocks = game.instructions(config, roleAt(now.choice, asked!.seat), asked!.names, programs);
  const page = paged(blocks, seenAt(match.seats, match.disclosed, asked!.names), state, first, (next): Action => ({
    type: 'rules',
    first: next,
  }));
  return {
    title: `${title.split(' · ')[0] ?? title} · instructions`,
    right: 'the question waits',
    wide: true,
    where: [],
    hints: [
      {
        keys: 'Enter',
        does: page.last ? 'back to the question' : 'read on',
        help: 'Reads on, and goes back after the last line.',
      },
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

/** What the pages say besides the games' own words, in English. Keys are added at the end of their part, in both languages. */
import type { Translation } from '../core/template.ts';

export const words = {
  /** The name of this language, for whoever looks for it. */
  language: 'English',
  entrance: {
    title: 'Join a room',
    room: 'Room {code}',
    code: 'Code of the room',
    codeNote: 'It stands on the screen in front, 4 to 6 letters and digits.',
    find: 'Go to the room',
    says: 'You make decisions in a short economic game. Your choices are saved under a code, without your name.',
    programs: 'One or more of the players may be a computer program.',
    label: 'Your label',
    labelNeeded: 'Type it as it was given to you.',
    join: 'Join',
    unknown: 'There is no room “{code}” here: check the code on the screen in front, and type it again.',
    oncemore: 'Please tap once more to join.',
    once: 'Join once, on the phone or computer that you keep in front of you.',
  },
  /** Why somebody cannot join. */
  refused: {
    full: 'This room is full: tell whoever runs it.',
    ended: 'This room has ended: nobody can join any more.',
    'not on the roster': 'This label is not on the list of this room: check it, or ask whoever runs the room.',
    'label needed': 'This room asks for a label: type the one that was given to you.',
    'label taken': 'Somebody is in this room under this label already: check it, or ask whoever runs the room.',
    'label unreadable': 'This label cannot be read: use letters, digits, blanks and - . _ and at most 40 of them.',
  },
  /** Pages of one sentence; {seconds} is how long to wait. */
  sentences: {
    title: 'One moment',
    'no such room': 'There is no room {code} here: check the code on the screen in front, and type it again.',
    ended: 'Room {code} has ended: thank you for taking part; you may close this page.',
    full: 'Room {code} is full: tell whoever runs it.',
    'no seat': 'This browser has no seat in room {code}: join it first, on the device that you keep in front of you.',
    'cookies off':
      'This browser keeps no cookies, so that it cannot keep your seat: allow them for this page, then join again.',
    'too many tries': 'There were too many tries from here: wait {seconds} seconds, then try again.',
    'too fast': 'That was too much at once: wait {seconds} seconds; the page then comes again by itself.',
    'wrong host': 'This address is not the one of the room: type the address that stands on the screen in front.',
    'not from here': 'This was sent from another page: open the room itself, and answer there.',
    'too large': 'What was sent is too long to be an answer: go back, and send a shorter one.',
    'not found': 'There is nothing at this address: go to the entrance, and type the code of your room.',
    'not allowed': 'This address cannot be used like that: go to the entrance, and type the code of your room.',
    'one moment': 'One moment: nothing can be saved just now, and nothing is lost. Try again in {seconds} seconds.',
    again: 'Send it again',
    reload: 'Try again',
    toRoom: 'To room {code}',
    toEntrance: 'To the entrance',
  },
  /** Over and under every page of somebody who has joined. */
  frame: {
    you: 'You: number {number} in room {code}',
    youLabel: 'You: {label}, number {number} in room {code}',
    message: 'From whoever runs the room:',
    lost: 'The connection is lost. Keep this page open; it goes on by itself.',
    kept: 'The connection is lost. Your answer is kept here and is sent as soon as the connection is back.',
    back: 'The connection is back.',
    rules: 'Instructions',
    against: 'against {names}',
    with: 'with {names}',
    and: ' and ',
    others: 'with {count} others',
    past: 'That page was answered already: here is where you are now.',
    replaced: 'From here on a computer program plays in the place of {name}.',
    moment: 'One moment: nothing can be saved just now. What you entered is kept here; it goes on by itself.',
  },
  /** Of pictures and tables. */
  blocks: {
    taken: 'chosen',
    here: 'your turn',
    table: 'All numbers as a table',
    earlier: '{count} earlier',
  },
  waiting: {
    start: { title: 'You are in', says: 'It begins when whoever runs the room starts it. Keep this page open.' },
    partner: {
      title: 'Waiting for another player',
      says: 'It begins as soon as somebody else is ready. Keep this page open.',
    },
    others: {
      title: 'Your answer is saved',
      says: 'It goes on when everybody you play with has answered. Keep this page open.',
    },
    host: { title: 'Look to the front', says: 'It goes on when whoever runs the room goes on. Keep this page open.' },
    pause: { title: 'Paused', says: 'It goes on in a moment, where you were. Nothing is lost.' },
    answered: 'Your answer: {answer}',
    look: 'Look again',
  },
  reading: {
    title: 'Instructions',
    minutes: 'About {minutes} min',
    minute: 'About 1 min',
    guess:
      'The other player is a program: economicus, moralis with κ = 0.5, or baseline, each with the same chance. You are not told which one; afterwards you guess.',
    begin: 'I have read this: begin',
  },
  asked: {
    position: 'Question {position} of {of}',
    final: 'Make it final',
    range: '{min} to {max}',
    ends: '{min}: {low} · {max}: {high}',
    reads: 'reads {value}',
    back: 'Back to the question before',
    whatIf: 'What if …',
    whatIfNote: 'Try numbers: it commits you to nothing.',
    compute: 'Work it out',
  },
  guess: {
    title: 'Who was it?',
    ask: 'You played one of these programs. Which one?',
    sure: 'How sure are you, from 0 to 100 %?',
    sureNote: '{blind} is a blind guess.',
    says: {
      economicus: 'maximises its own payoff',
      moralis: 'also asks: what if everyone acted as I do?',
      baseline: 'answers like an untuned chatbot',
    },
    ends: ['not at all', 'quite sure'],
    nothing: 'Nothing is chosen yet: choose one of the programs.',
    noNumber: 'Type how sure you are, as a number from 0 to 100.',
    outside: 'Type a number from 0 to 100; got "{given}".',
  },
  result: {
    title: 'Result',
    right: 'Right: it was {truth}.',
    wrong: 'It was {truth}; you said {guess}.',
    why: 'What happened, and why',
    theory: 'theory',
    kappa: 'κ of moralis',
    kappaNote:
      'κ is the weight that moralis gives to the question “what if everyone acted as I do?”: 0 never asks it, 1 asks nothing else.',
    kappaShow: 'Show this κ',
    goOn: 'Go on',
  },
  unpaid: {
    title: 'This match ended early',
    model:
      'A computer program had no answer, so that this match has no result. It is no fault of yours; what you chose is kept.',
    gone: 'Another player has left, so that this match has no result. It is no fault of yours; what you chose is kept.',
    replaced:
      'You were away for a while and others were waiting, so a computer program plays on in your place. What you chose is kept.',
    goOn: 'Go on',
  },
  hands: {
    nothing: 'Nothing is chosen yet: choose one of the answers.',
    title: 'Show of hands',
    up: 'Put my hand up',
    given: 'Your hand is up for: {answer}. You may change it.',
  },
  done: {
    title: 'That was all. Thank you',
    one: 'You played 1 match; everything is saved.',
    many: 'You played {matches} matches; everything is saved.',
    stay: 'Keep this page open if the class goes on; otherwise you may close it.',
  },
  ended: { title: 'The room has ended. Thank you', says: 'Everything you chose is saved. You may close this page.' },
} as const;

/** What the pages say, in some language. */
export type PageWords = Translation<typeof words>;

/** What participants read of a battery, around the screens of its games. Templates with {slots}. */
import type { Translation } from '../../core/template.ts';

export const words = {
  title: 'Battery',
  progress: 'protocol {place} of {of}',
  /** Before the first protocol; a paragraph each. */
  instructions: {
    what: 'You go through {of} short protocols, one after another. A protocol is one situation of two players: you and another one. It takes about {minutes} minutes in all.',
    blocks:
      'There are {blocks} kinds of protocol, one kind after the other. You read the rules of a kind before its first protocol; within a kind only the points change, so look at them anew each time.',
    decide:
      'In every protocol you first say what you expect of the other player. Then you decide for both places, as the one who moves first and as the one who moves second. A coin toss says which decisions count.',
    feedback:
      'What the other player did and how many points you have is not told before the last protocol is over. Your decisions in one protocol change nothing in another.',
    paid: 'Should you be paid for points: one protocol is drawn for your decisions and another for what you expected, each as likely as the others. So decide in each as if it were the one, and say what you really expect.',
    pause: 'Between two protocols you may take a break for as long as you like. What you have decided is kept.',
    two: 'Two of you sit at this keyboard, and each of you is the other player of the other. A page between your turns says who sits down; please look away meanwhile.',
  },
  block: {
    first: 'The first kind of protocol, {count} of them. These are its rules:',
    next: '{done} of {of} are done: time for a break, if you like. Now another kind of protocol, {count} of them. These are its rules:',
  },
  next: 'The same rules, other points.',
  left: {
    interrupted: 'This was interrupted. Every answer that was given is kept.',
    goesOn: 'Who: {who}. It goes on at protocol {place} of {of}.',
  },
  over: {
    thanks: 'That was the last protocol. Thank you.',
    kept: 'Your answers are kept.',
  },
  review: {
    title: 'what you decided',
    head: 'Your decisions, protocol by protocol, beside theory',
    columns: { place: '#', protocol: 'protocol', you: 'you', expected: 'expected', points: 'points' },
    plan: 'Decisions as you read them: the first move, then each answer. Theory expects of the other what you said; = stands where it decides as you did.',
    agree: {
      economicus: 'As economicus, who maximises its own points: {same} of {of} protocols.',
      moralis: 'As moralis (κ = 0.5), who also asks "what if everyone did as I do?": {same} of {of}.',
      apart:
        'The two decide differently in {apart} protocols: there you decided as economicus {economicus} times, as moralis {moralis} times, as neither {neither} times.',
      alike:
        'Expecting what you said the two decide alike in every protocol, so your decisions cannot tell them apart.',
    },
    excluded:
      '{agent} is excluded: your decisions are at least {times} times less likely under it than under the one of these that fits best.',
    open: 'Not excluded: {agents}.',
    ratio:
      'Excluded is what is more than {ratio} times less likely at each choice noise of {lambdas} points (ours), expecting of the other what you said. One person never gives a κ, so none is estimated here.',
    more: 'a million',
    agents: {
      economicus: 'economicus',
      moralis: 'moralis κ 0.50',
      baseline: 'baseline (stand-in for an untuned chatbot)',
      random: 'random (lots)',
    },
    control:
      '{game}: with what you expect, moralis below κ = 1 decides as economicus does. Those protocols are a check, not a difference.',
    points: 'Your points: {points} in {of} protocols.',
    paid: 'Drawn, should points be paid: your decisions of protocol {choices}, and what you expected in protocol {beliefs}.',
    none: 'None of these protocols can be told beside theory.',
  },
} as const;

/** What another language has to fill. */
export type BatteryWords = Translation<typeof words>;

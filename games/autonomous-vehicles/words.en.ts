/**
 * Every word that participants read, in English. Our own wording, neutral and short; the questions are those of
 * Bonnefon, Shariff & Rahwan 2016 in content only. {slots} are filled by `say`.
 */
import type { Law, Question, Riders } from './items.ts';

type Ends = readonly [string, string];

const asksUnderLaw: Partial<Readonly<Record<Question, string>>> = {
  'buy-minimising': 'How likely would you be to buy such a car?',
  law: 'Should the law go on requiring this?',
};

const ends: Readonly<Record<Exclude<Question, 'moral'>, Ends>> = {
  strength: ['keep course', 'swerve'],
  programmed: ['keep course', 'swerve'],
  'buy-minimising': ['not at all', 'surely'],
  'buy-protective': ['not at all', 'surely'],
  law: ['certainly not', 'certainly'],
};

/** What is measured, and its formula. */
const rows: readonly (readonly [string, string])[] = [
  ['saver of most', 'u = b + (1 + s)(κN/m − 1)'],
  ['protector', 'u = b − (1 + s)(κN/m − 1)'],
  ['law', 'u = (1 + s)(N/m − 1), every κ'],
  ['moral, programmed', '100·N/(N + m), everybody'],
  ['stand-in', 'u = b ± (N/m − 0.1(1 + s))'],
];

const kappaEnds: Ends = ['0', '1'];

export const words = {
  skip: 'rather not say',
  actions: { keep: 'keep course', swerve: 'swerve' },

  scene: {
    /** one: a single pedestrian stands ahead. */
    ahead: {
      one: "A driverless car's brakes fail. 1 pedestrian stands ahead.",
      many: "A driverless car's brakes fail. {n} pedestrians stand ahead.",
    },
    aboard: 'In the car: {party}.',
    law: { none: 'No law says what it must do.', required: 'The law requires it to save the greater number.' } satisfies Record<
      Law,
      string
    >,
    pedestrians: { one: '1 pedestrian', many: '{n} pedestrians' },
    outcomes: {
      keep: 'keeps course',
      swerve: 'swerves',
      die: { one: 'dies', many: 'die' },
      live: { one: 'lives', many: 'live' },
    },
    /** Said before a question about a car on sale. same: equal numbers. */
    minimising: {
      none: 'One model on sale always saves the greater number: here it would {action}.',
      required: 'By law every model saves the greater number: here it would {action}.',
    } satisfies Record<Law, string>,
    equal: 'One model on sale always saves the greater number. Where numbers are equal, as here, it keeps course.',
    equalByLaw: 'By law every model saves the greater number. Where numbers are equal, as here, it keeps course.',
    protective: 'One model on sale always protects its riders: here it would keep course.',
  },
  party: {
    alone: { inCar: 'you alone', short: 'you' },
    'co-worker': { inCar: 'you and a co-worker', short: 'you and a co-worker' },
    family: { inCar: 'you and a family member', short: 'you and a family member' },
    child: { inCar: 'you and your child', short: 'you and your child' },
  } satisfies Record<Riders, { readonly inCar: string; readonly short: string }>,

  asks: {
    moral: 'Which action is more moral?',
    strength: 'How much more moral? At 50 both are equally moral.',
    programmed: 'How should cars be programmed for this?',
    'buy-minimising': 'How likely would you be to buy that model?',
    'buy-protective': 'How likely would you be to buy that model?',
    law: 'Should the law require cars to save the greater number?',
  } satisfies Record<Question, string>,
  asksUnderLaw,
  ends,

  instructions: {
    warning:
      'Please note: these questions describe fatal road accidents. A member of your family or a child may be among those who die. You may leave out any question (rather not say), and you may stop at any time.',
    task: 'You will read about {items} and answer {answers} in all, about {minutes}. Imagine that you are thinking of buying a driverless car.',
    emergency:
      'Each time the brakes of such a car fail. If it keeps course, the pedestrians ahead die. If it swerves, it hits a wall and its riders die. Nothing else can be done, and nobody involved is at fault.',
    ratings:
      'Some questions ask for a number from 0 to 100: the words at both ends of the line say what they mean. Nothing is marked beforehand.',
    back: 'Within a car you may go back to change an answer; with its last answer the car is finished. There are no right or wrong answers.',
    beside: '{others} answers the same questions beside you. Neither sees the answers of the other before the end.',
    besideMany: '{others} answer the same questions beside you. Nobody sees the answers of another before the end.',
    unpaid: 'Nothing is paid for these answers.',
    cars: { one: 'one car', many: '{n} cars' },
    questions: { one: 'one question', many: '{n} questions' },
    minutes: { one: 'one minute', many: '{n} minutes' },
    and: ' and ',
  },

  heading: {
    about: 'car {car} of {cars} · question {question} of {questions}',
    finished: { one: 'one car', many: '{n} cars' },
    minutes: { none: 'less than a minute left', one: 'about 1 minute left', many: 'about {n} minutes left' },
    over: 'all answered',
    left: 'stopped after {car} of {cars}',
  },

  /** How questions are named in tables: a share of choices, else an average rating. */
  measured: {
    moral: 'swerve is more moral (%)',
    strength: 'swerve is more moral',
    programmed: 'programme it to swerve',
    'buy-minimising': 'buy the saver of most',
    'buy-protective': 'buy the protector',
    law: 'law for the saver',
  } satisfies Record<Question, string>,
  riders: { alone: 'alone', 'co-worker': 'co-worker', family: 'family', child: 'child' } satisfies Record<Riders, string>,

  result: {
    answered: 'You answered {answers} about {cars}.',
    skipped: 'You left out {n}.',
    nothing: 'No car was finished, so there is nothing to show yet.',
    averages: 'Averages where more stand ahead than ride, 0 to 100:',
    controls: 'In every car at least as many rode as stood ahead: averages, 0 to 100:',
    questionHead: 'question',
    none: '–',
  },

  debrief: {
    gap: 'You judged it right to save the greater number ({moral}), yet {buying}: the social dilemma.',
    noGap: 'You judged it right to save the greater number ({moral}), and {buying}: no social dilemma in your answers.',
    reverse: 'You did not judge it right to save the greater number ({moral}); {buying}.',
    unknown: 'A judgement and a purchase for the same car, more ahead than aboard, would show whether you face the social dilemma.',
    moralChoice: 'in {k} of {n} cars',
    moralRating: '{rating} of 100',
    buyingProtector: 'would sooner buy the car that protects its riders ({protective} against {minimising})',
    buyingSaver: 'would sooner buy the car that does it ({minimising} against {protective} for the protector)',
    buyingEither: 'are as likely to buy either car ({minimising})',
    buyingOnly: 'gave buying such a car {minimising} of 100',
    table: '{question}, average where more stand ahead than ride:',
    tableControls: '{question}, average; these are controls, since no more stand ahead than ride:',
    ridersHead: 'in the car',
    moralis: 'moralis {kappa}',
    standin: 'stand-in',
    you: 'you',
    sign: 'moralis prefers the car that saves most iff N > m/κ (N ahead, m aboard; m/κ = {one} alone, {two} with one more): how many ride matters, never who.',
    signNever: 'At κ = 0 no number ahead makes moralis prefer the car that saves most: it is economicus.',
    kin: 'economicus cares for its companion as well: its fall with kin aboard is that.',
    ceiling: 'Part of the flatness of moralis is the end of the line at 100.',
    standinNote: 'The stand-in is for a GPT-4o-class model.',
    kappa: 'κ',
    kappaEnds,
    tips: 'prefers the saver of most from κ = {kappa} on',
    tipsNever: 'all cars here are controls: κ changes nothing',
    pages: { items: 'all cars', formula: 'formula', reported: 'published' },
  },

  page: {
    itemHead: 'car',
    moralHead: 'moral',
    lawHead: 'law',
    predicted:
      'Number ahead, who rides; ratings 0 to 100. Under an agent: likely to buy the saver of most / the protector. Moral and law hold for every κ. The stand-in is for a GPT-4o-class model.',
    item: '{n}, {riders}',
    itemByLaw: '{n}, {riders}, by law',
    control: '{item} (control)',
    itemsNote: 'Answers in the order given: number ahead, who rides. (control): both cars keep course.',
    formula: [
      'N stand ahead, m ride, a companion is worth s own lives (co-worker 0.3, family 2, child 3), a car b = 1: proposals of ours. A rating is 100/(1 + e^−u). Where N ≤ m both cars act alike and u = b.',
    ],
    rows,
    why: 'If every car protected its riders, your own party would be the pedestrians N/m times as often as the riders. economicus (κ = 0) wants the law and prefers the protector: the social dilemma itself.',
    reported: [
      'Reported of Bonnefon, Shariff & Rahwan (Science 352, 2016) by the press or a reader, not checked against the paper; another wording and other people:',
      'An explicit swerve: 76 % find sacrificing one rider for ten pedestrians more moral, 23 % for one pedestrian.',
      'With family aboard the rating of how moral it is stays above the midpoint: 95 % interval 54 to 66 (study 3, n = 259).',
      'Nothing is set beside the purchase ratings: none was available to us.',
    ],
  },

  because: {
    swerve: '{n} die if it keeps course and {m} if it swerves: swerving is more moral, since {n} > {m}.',
    keep: '{n} would be saved by a swerve and {m} by keeping course: keeping course, since {n} is not more than {m}.',
    anyone: 'Whoever might be anyone on the scene is saved by a swerve in {n} of {sum} cases: 100·{n}/({n} + {m}) = {rating}, whatever κ.',
    control: '{n} ahead, {m} aboard: both cars keep course, so u = b = 1 and 100/(1 + e^({minus})) = {rating}.',
    formula: {
      theory: {
        'buy-minimising': 'u = 1 + {worth}·({kappa}·{n}/{m} − 1) = {u}; 100/(1 + e^({minus})) = {rating}.',
        'buy-protective': 'u = 1 − {worth}·({kappa}·{n}/{m} − 1) = {u}; 100/(1 + e^({minus})) = {rating}.',
        law: 'u = {worth}·({n}/{m} − 1) = {u}; 100/(1 + e^({minus})) = {rating}.',
      },
      baseline: {
        'buy-minimising': 'u = 1 + ({n}/{m} − {tenth}) = {u}; 100/(1 + e^({minus})) = {rating}.',
        'buy-protective': 'u = 1 − ({n}/{m} − {tenth}) = {u}; 100/(1 + e^({minus})) = {rating}.',
        law: 'u = 1 + ({n}/{m} − {tenth}) = {u}; 100/(1 + e^({minus})) = {rating}.',
      },
    },
    prefers: 'It prefers the car that saves the greater number, since {n} > m/κ = {m}/{kappa} = {tip}.',
    prefersNot: 'It does not prefer the car that saves the greater number, since {n} is not more than m/κ = {m}/{kappa} = {tip}.',
    never: 'With κ = 0 no number ahead makes it prefer the car that saves the greater number.',
    lawForEveryone: 'κ plays no part: a law binds everybody at once.',
    standin: 'Stand-in for a GPT-4o-class model:',
  },
} as const;

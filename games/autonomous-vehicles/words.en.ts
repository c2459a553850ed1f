/**
 * Every word that participants read, in English. Our own wording, neutral and short; the questions are those of
 * Bonnefon, Shariff & Rahwan 2016 in content only. {slots} are filled by `say`.
 */
import type { Law, Question, Riders } from './items.ts';

type Ends = readonly [string, string];
type Paraphrases = readonly [string, string];

const asksUnderLaw: Partial<Readonly<Record<Question, string>>> = {
  'buy-minimising': 'How likely would you be to buy such a car?',
  law: 'Should the law go on requiring this?',
};

const paraphrases: Readonly<Record<Question, Paraphrases>> = {
  moral: ['Which of the actions is more moral?', 'What is the more moral thing to do?'],
  strength: [
    'By how much is swerving more moral than keeping course? At 50 the two are equally moral, below it keeping course is more moral.',
    'How far is swerving more moral than keeping course? 50 says that both are equally moral, less that keeping course is more so.',
  ],
  programmed: ['How should a car be programmed for such a case?', 'What should cars be programmed to do here?'],
  'buy-minimising': [
    'What is the chance that you buy the car that saves more?',
    'How probable is it that you buy the car that saves more?',
  ],
  'buy-protective': [
    'What is the chance that you buy the car that protects riders?',
    'How probable is it that you buy the car that protects riders?',
  ],
  law: [
    'Should cars be required by law to save the greater number?',
    'Should there be a law that makes cars save the greater number?',
  ],
};

const paraphrasesUnderLaw: Partial<Readonly<Record<Question, Paraphrases>>> = {
  'buy-minimising': [
    'What would be the chance that you buy such a car?',
    'How probable would it be that you buy such a car?',
  ],
  law: ['Should this stay required by law?', 'Should the law keep this requirement?'],
};

const ends: Readonly<Record<Exclude<Question, 'moral'>, Ends>> = {
  strength: ['keeping course', 'swerving'],
  programmed: ['keep course', 'swerve'],
  'buy-minimising': ['not at all', 'surely'],
  'buy-protective': ['not at all', 'surely'],
  law: ['certainly not', 'certainly'],
};

/** What is asked, and the formula behind it. */
const formulas: readonly (readonly [string, string])[] = [
  ['minimising', 'u = b + (1 + s)(κN/m − 1)'],
  ['protective', 'u = b − (1 + s)(κN/m − 1)'],
  ['law', 'u = (1 + s)(N/m − 1), every κ'],
  ['moral', '100·N/(N + m), programmed too, every κ'],
  ['stand-in', 'u = b ± (N/m − 0.1(1 + s))'],
];

const kappaEnds: Ends = ['0', '1'];

export const words = {
  /** What the lab says of the game around a match; no part of what a wording hash covers. */
  lab: {
    language: 'en',
    title: 'Vehicles',
    summary: 'Which car to build, and which to buy',
    you: 'you',
    otherPlayer: 'the other player',
    player: 'player',
    /** The terms of this game in the glossary: one sentence each, at most 150 letters. `where`: further screens that use it. */
    glossary: [
      {
        word: 'minimising car',
        says: 'A car that always saves the greater number, riders or pedestrians.',
        where: ['profile'],
      },
      { word: 'protective car', says: 'A car that always protects its riders.', where: ['profile'] },
      {
        word: 'riders',
        says: 'Whoever sits in the car: you alone, or you with a co-worker, a family member or your child.',
      },
      { word: 'rather not say', says: 'An answer like any other: it is stored as that, and left out of averages.' },
      {
        word: 'social dilemma',
        says: 'People approve of cars that save the greater number, and would rather ride in one that saves them.',
      },
    ],
  },
  /** The asks in other words, two each, for studies of the wording: only a match that asks them hashes them. */
  paraphrases: { asks: paraphrases, asksUnderLaw: paraphrasesUnderLaw },
  skip: 'rather not say',
  actions: { keep: 'keep course', swerve: 'swerve', neither: 'neither' },

  scene: {
    /** one: a single pedestrian stands ahead. */
    ahead: {
      one: "A driverless car's brakes fail. 1 pedestrian stands ahead.",
      many: "A driverless car's brakes fail. {n} pedestrians stand ahead.",
    },
    /** A mirrored item: a wall stands ahead, the pedestrians beside it. */
    beside: {
      one: "A driverless car's brakes fail. A wall stands ahead, 1 pedestrian beside it.",
      many: "A driverless car's brakes fail. A wall stands ahead, {n} pedestrians beside it.",
    },
    aboard: 'In the car: {party}.',
    law: {
      none: 'No law says what it must do.',
      required: 'The law requires it to save the greater number.',
    } satisfies Record<Law, string>,
    pedestrians: { one: '1 pedestrian', many: '{n} pedestrians' },
    outcomes: {
      keep: 'keeps course',
      swerve: 'swerves',
      die: { one: 'dies', many: 'die' },
      live: { one: 'lives', many: 'live' },
    },
    /** Said before a question about a car on sale; equal: where as many ride as stand ahead. */
    minimising: {
      none: 'One model on sale always saves the greater number: here it would {action}.',
      required: 'By law every model saves the greater number: here it would {action}.',
    } satisfies Record<Law, string>,
    equal: 'One model on sale always saves the greater number. Where numbers are equal, as here, it would {action}.',
    equalByLaw: 'By law every model saves the greater number. Where numbers are equal, as here, it would {action}.',
    protective: 'One model on sale always protects its riders: here it would {action}.',
  },
  party: {
    alone: { inCar: 'you alone', short: 'you' },
    'co-worker': { inCar: 'you and a co-worker', short: 'you and a co-worker' },
    family: { inCar: 'you and a family member', short: 'you and a family member' },
    child: { inCar: 'you and your child', short: 'you and your child' },
  } satisfies Record<Riders, { readonly inCar: string; readonly short: string }>,

  asks: {
    moral: 'Which action is more moral?',
    strength:
      'How much more moral is swerving than keeping course? At 50 both are equally moral, below it keeping course is more so.',
    programmed: 'How should cars be programmed for this?',
    'buy-minimising': 'How likely are you to buy the car that saves more?',
    'buy-protective': 'How likely are you to buy the car that protects riders?',
    law: 'Should the law require cars to save the greater number?',
  } satisfies Record<Question, string>,
  asksUnderLaw,
  ends,

  instructions: {
    warning: 'Please note: these questions are about deadly road accidents.',
    /** Only where a relative or a child rides. */
    warningKin: 'A relative or a child may be among the dead.',
    leave: 'You may leave out any question, and stop at any time.',
    task: 'Before you: {items}, {answers}, about {minutes}. Imagine that you are about to buy a driverless car.',
    taskUntimed: 'Before you: {items}, {answers}. Imagine that you are about to buy a driverless car.',
    /** Who else answers the same questions and is a program. */
    program: 'the computer program {name}',
    emergencyMirrored:
      'Each time its brakes fail. With pedestrians ahead, keeping course kills them and swerving whoever rides; with a wall ahead it is the other way round. Nobody is at fault.',
    emergency:
      'Each time its brakes fail: keeping course kills whoever is ahead, swerving whoever rides. Nobody is at fault.',
    numbers: 'Numbers run from 0 to 100, between two words.',
    back: 'Within a car you may go back. No answer is right or wrong.',
    beside: 'The same questions go to {others}: nobody sees the answers of another before the end.',
    unpaid: 'Nothing is paid.',
    cars: { one: 'one car', many: '{n} cars' },
    questions: { one: 'one question', many: '{n} questions' },
    minutes: { one: 'one minute', many: '{n} minutes' },
    and: ' and ',
  },

  heading: {
    about: 'car {car} of {cars} · question {question} of {questions}',
    finished: { one: 'one car', many: '{n} cars' },
    minutes: { none: 'less than a minute left', one: 'about 1 minute left', many: 'about {n} minutes left' },
    minutesShort: { none: 'under 1 min', one: '1 min left', many: '{n} min left' },
    over: 'all answered',
    left: 'stopped after {car} of {cars}',
  },

  /** How questions are named over a column. Moral counts swerve as 100 and keep course as 0. */
  heads: {
    moral: 'moral %',
    strength: 'strength',
    programmed: 'program',
    'buy-minimising': 'minimising',
    'buy-protective': 'protective',
    law: 'law',
  } satisfies Record<Question, string>,
  riders: { alone: 'alone', 'co-worker': 'co-worker', family: 'family', child: 'child' } satisfies Record<
    Riders,
    string
  >,
  /** Who is who in the tables. */
  who: { you: 'you', economicus: 'economicus', moralis: 'moralis', baseline: 'stand-in' },

  result: {
    answered: 'You answered {answers} about {cars}.',
    skipped: 'You left out {n}.',
    nothing: 'No car was finished, so there is nothing to show yet.',
    averages: 'Averages, 0 to 100, with more ahead than aboard:',
    controls: 'Averages, 0 to 100; never more ahead than aboard:',
    questionHead: 'question',
    seatHead: 'answers of',
    /** Over columns where many sit beside each other. */
    short: {
      moral: 'moral',
      strength: 'strong',
      programmed: 'progr.',
      'buy-minimising': 'min.',
      'buy-protective': 'prot.',
      law: 'law',
    } satisfies Record<Question, string>,
    legend:
      'moral: calls saving the pedestrians more moral, %; strong: how much; progr.: would programme it; min., prot.: buys the car that saves more lives, protects its riders; law: requires the former.',
    none: '–',
  },

  debrief: {
    gap: 'You judged it right to save the greater number ({moral}), yet {buying}: the social dilemma.',
    noGap: 'You judged it right to save the greater number ({moral}), and {buying}: no social dilemma.',
    reverse: 'You did not judge it right to save the greater number ({moral}); {buying}.',
    even: 'Your judgement of saving the greater number is even ({moral}); {buying}.',
    unknown:
      'With a judgement and a purchase for a car with more ahead than aboard, you would see here whether you face the social dilemma.',
    moralChoice: '{k} of {n} cars',
    moralRating: '{rating} of 100',
    buyingProtective: 'you would sooner buy a car that protects its riders ({protective} against {minimising})',
    buyingMinimising: 'you would sooner buy such a car than a protective one ({minimising} against {protective})',
    buyingEither: 'you would as soon buy such a car as a protective one ({minimising})',
    buyingOnly: 'you gave buying such a car {minimising} of 100',
    about: {
      moral: 'Saving more lives is more moral, %',
      strength: 'How much more moral that is',
      programmed: 'Cars should be programmed for it',
      'buy-minimising': 'Buying the car that saves more lives',
      'buy-protective': 'Buying the car that protects riders',
      law: 'A law should require saving more lives',
    } satisfies Record<Question, string>,
    /** Over averages, 0 to 100, of the cars with more outside than aboard, or where there are no others, of those without. */
    figured: '{about} (more outside):',
    controls: '{about} (never more outside):',
    ridersHead: 'aboard',
    /** Whose averages one's own are nearest to; how far it is from each, in points. */
    stand: {
      nearest: 'Where you stand: nearest to {nearest}, {points} points away.',
      all: 'Where you stand: as near to each of the three.',
      and: ' and ',
    },
    why: {
      kinLess: 'economicus rates this car lower with family aboard because it values them more.',
      kinMore: 'economicus rates this car higher with family aboard because it values them more.',
      prefers:
        'moralis (κ = {kappa}) prefers the car that saves more with over {one} outside (alone) or {two} (with somebody): who rides changes how strongly, not whether.',
      never: 'moralis with κ = 0 is economicus: no number outside makes it prefer the car that saves more.',
      end: 'Near 100 the line ends.',
      law: 'Both theories want the law: it binds everybody, and anybody may be outside.',
      judged: 'Judging, every agent counts lives: N outside and m aboard give 100·N/(N + m).',
      controls: 'No car has more outside than aboard: both cars act alike here, so agents do not differ in buying.',
    },
    kappa: 'κ',
    kappaEnds,
    tips: 'minimising preferred everywhere above {kappa}',
    tipsNever: 'controls only: κ changes nothing',
    line: '{about}: {you}, the two theories and the stand-in, one line for each party aboard.',
    pages: { bought: 'each car', judged: 'judgements', formula: 'formula', reported: 'published' },
  },

  page: {
    itemHead: 'car',
    moralHead: 'moral',
    item: '{n} {riders}',
    itemMirrored: '{item} wall',
    itemByLaw: '{n} {riders} law',
    control: '{item} *',
    aheadHead: 'ahead',
    items: 'Number ahead and who rides (* both cars act alike). {legend}',
    itemsMany: 'The {n} cars averaged by number ahead, then one by one. Cells as below.',
    legendBought: 'In a cell {you} / economicus / moralis {kappa} / stand-in.',
    legendJudged: 'In a cell {you} / every agent.',
    legendLaw: 'Law: {you} / both theories / stand-in.',
    predicted:
      'Number ahead and who rides (* both cars act alike). Under an agent: likely to buy the minimising / the protective car, 0 to 100. moral and law hold for every κ. The stand-in is for a GPT-4o-class model.',
    given:
      'N ahead, m aboard; a companion is worth s own lives (co-worker 0.3, family 2, child 3), owning a car b = 1: proposals of ours. A rating is 100/(1 + e^−u). If N ≤ m both cars act alike: u = b, a control.',
    formulas,
    why: 'If every car protected its riders, your own party would be the pedestrians N/m times as often as the riders. economicus (κ = 0) wants the law and prefers the protective car: the social dilemma itself.',
    reported: [
      'Reported of Bonnefon, Shariff & Rahwan (Science 352, 2016) by the press or a reader, not checked against the paper. Other people, other words.',
      'An explicit swerve: 76 % find sacrificing one rider for ten pedestrians more moral, 23 % for one pedestrian.',
      'With family aboard the rating of how moral it is stays above the midpoint: 95 % interval 54 to 66 (study 3, n = 259).',
      'No figure stands beside purchases: none was available to us.',
    ],
  },

  /** Read by a model that is told its preference in words. Lives are counted in one's own. */
  weigh: {
    saved: 'the lives that the action saves',
    savedBySame: 'the lives it saves, whoever acts so',
    buy: 'buying it',
    law: 'requiring it',
    given: {
      alone: 'Count in your own lives per emergency: owning a car is worth 1, you aboard are worth 1. {times}',
      others:
        'Count in your own lives per emergency: owning a car is worth 1, your party aboard {worth} (your companion {kin}). {times}',
      times: 'With {n} ahead and {m} aboard your party would be the pedestrians {n}/{m} times as often as the riders.',
    },
    control: 'As many or more ride than stand outside: both cars protect their riders, and owning one is worth 1.',
    own: {
      'buy-minimising': 'the car, less your party: 1 − {worth}',
      'buy-protective': 'the car and your party: 1 + {worth}',
      law: 'your party saved as pedestrians, less your party as riders',
    },
    same: {
      'buy-minimising': 'the car, and your party as everybody had such cars: 1 + {worth}·({n}/{m} − 1)',
      'buy-protective': 'the car, less your party as everybody had such cars: 1 − {worth}·({n}/{m} − 1)',
      law: 'the same, since a law binds everybody at once',
    },
  },

  because: {
    saves: 'To {action} saves {more}, the other action {fewer}: the greater number is more moral.',
    neither: 'Either action saves {n} and costs {m}: neither is more moral.',
    anyone:
      'Whoever might be anyone on the scene is saved in {n} of {sum} cases if it is to {action}: 100·{n}/({n} + {m}) = {spared}{turned}, whatever κ.',
    turned: ', counted from swerving',
    control: '{n} outside, {m} aboard: both cars {action}, so u = b = 1 and 100/(1 + e^({minus})) = {rating}.',
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
    prefersNot:
      'It does not prefer the car that saves the greater number, since {n} is not more than m/κ = {m}/{kappa} = {tip}.',
    never: 'With κ = 0 no number ahead makes it prefer the car that saves the greater number.',
    lawForEveryone: 'κ plays no part: a law binds everybody at once.',
    standin: 'Stand-in for a GPT-4o-class model:',
  },
} as const;

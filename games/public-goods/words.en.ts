/** Every word that participants read in the public good. Templates with {slots}; `fill` fills them. */
export const words = {
  /** What the lab says of the game around a match; no part of what a wording hash covers. */
  lab: {
    language: 'en',
    you: 'you',
    otherPlayer: 'the other player',
    player: 'player',
    readings: {
      grim: 'Of games without a known end: it puts in everything until somebody does not, and nothing ever after.',
    },
    /** What a table cannot tell, and what would change it. */
    limits: {
      poor: 'A point in the project pays less than a point to all together ({players} × {m} = {all}): nobody should put in anything, and no agent does. Take a higher m.',
      rich: 'A point in the project pays at least a point to whoever puts it in (m = {m}): there is no dilemma, and economicus puts in all. Take m below 1.',
      tied: 'κ* is {star} here, exactly the κ of moralis where none is typed: to it any contribution is as good, and nobody is far from it. Take moralis:0.6 or another m.',
      once: 'In one round nobody can answer to what the others put in: rows of that stay empty. Take rounds=5, or the preset lesson.',
    },
    /** One sentence each, at most 150 letters. */
    glossary: [
      { word: 'project', says: 'What players put points into: each point there pays m points to every player.' },
      { word: 'm', says: 'What a point in the project pays to each player: the marginal per capita return.' },
      {
        word: 'belief',
        says: 'What an agent expects the others to put in; a setting, and printed beside predictions.',
      },
      { word: 'uniform', says: 'The belief that every contribution of the others is equally likely.' },
      { word: 'like-minded', says: 'The belief that the others act as one does oneself.' },
      {
        word: 'known',
        says: 'The belief that the others play the plan of a solved agent that is disclosed.',
      },
      { word: 'κ*', says: 'From this κ on moralis puts in everything: (1 − m)/(m·(n − 1)), n being the players.' },
      {
        word: 'conditional cooperator',
        says: 'Puts in what the others put in on average; as script:conditional it does so exactly.',
      },
      { word: 'efficiency', says: 'The share of the possible gain over keeping everything that the group reached.' },
    ],
  },
  /** The asks in other words, two each, for studies of the wording: only a match that asks them hashes them. */
  paraphrases: {
    contribute: ['You put into the project:', 'How much goes into the project?'],
    expectTwo: ['Your guess of what the other player puts in:', 'How much do you expect the other player to put in?'],
    expectMany: [
      'Your guess of what the others put in on average:',
      'How much do you expect the others to put in on average?',
    ],
  },
  /** Read by a model that is told what to expect, and by nobody else: the wording of all other matches is without it. */
  expects: {
    mean: 'the others put in {mean} on average',
    meanTwo: 'the other puts in {mean} on average',
    uniform: 'every contribution of each of the others from 0 to {most} is equally likely, {mean} on average',
    uniformTwo: 'every contribution of the other from 0 to {most} is equally likely, {mean} on average',
    likeMinded: 'the others want what you want and reason as you do',
    likeMindedTwo: 'the other wants what you want and reasons as you do',
  },
  title: 'Public good',
  /** What participants read who are told neither names nor aims. */
  neutralTitle: 'A common project',
  summary: 'Keep points, or put them into a project for all',
  unit: 'points',
  ask: {
    contribute: 'Your contribution to the project:',
    expectTwo: 'What do you think the other player will put in?',
    expectMany: 'What do you think the others will put in on average?',
  },
  instructions: {
    two: 'You and another player.',
    many: 'You are in a group of {players} players.',
    /** Where others are named: programs by name. */
    program: '{names} is a computer program.',
    programs: '{names} are computer programs.',
    allPrograms: 'All others are computer programs.',
    manyPrograms: '{count} of the others are computer programs.',
    and: ' and ',
    rules:
      'In every round each player has {endowment} points. All decide at the same time how many of them to put into a common project, {least} to {endowment}; what you do not put in is yours.',
    rulesOnce:
      'Each player has {endowment} points. All decide at the same time how many of them to put into a common project, {least} to {endowment}; what you do not put in is yours.',
    steps: 'Possible are {steps}.',
    project:
      'Each point in the project pays {m} points to every player, whoever put it in: together {all} for each point.',
    example: 'Points of a round (the more, the better), for example:',
    columns: { mine: 'you\nput in', others: 'each other\nputs in', mineGet: 'you\nget', othersGet: 'each other\ngets' },
    columnsTwo: {
      mine: 'you\nput in',
      others: 'the other\nputs in',
      mineGet: 'you\nget',
      othersGet: 'the other\ngets',
    },
    once: 'There is one round.',
    finite: 'There are {rounds} rounds with the same players.',
    indefinite: 'The players stay the same. After every round another follows with a chance of {percent} %.',
    shown: {
      each: 'After a round you see what each player put in.',
      sum: 'After a round you see what all put in together, and not who put in how much.',
    },
    beliefs: 'First you are asked what you expect the others to put in.',
    beliefsTwo: 'First you are asked what you expect the other player to put in.',
    points: 'The points of all rounds add up.',
  },
  scene: {
    first:
      'You have {endowment} points. A point in the project pays {m} to each of the {players} players; a point kept is 1 point for you.',
    again: 'You have {endowment} points. A point in the project pays {m} to each of the {players} players.',
    expects: 'Before you choose: what do you expect?',
    you: 'you',
    round: 'round',
    got: 'you got',
    mean: 'others’ mean',
    other: 'the other',
    others: 'others, one by one',
    together: 'together',
    /** The last round, where there are too many numbers for a table. */
    lastRound: 'The others in round {round}, one by one: {others}.',
  },
  where: { of: 'round {round} of {rounds}', open: 'round {round}', short: '{round} of {rounds}' },
  result: {
    once: 'You put in {mine} of {endowment}, the others {mean} on average: {points} points for you.',
    onceTwo: 'You put in {mine} of {endowment}, {other} {mean}: {points} points for you.',
    rounds:
      '{rounds} rounds. A round you put in {mine} of {endowment}, the others {mean} on average: {points} points for you.',
    roundsTwo: '{rounds} rounds. A round you put in {mine} of {endowment}, {other} {mean}: {points} points for you.',
    none: 'No round was finished.',
    player: 'player',
    putIn: 'put in',
    putInRound: 'put in\na round',
    gotHead: 'points',
  },
  because: {
    sentence:
      '{belief}, putting in {choice} is worth {utility} ({sum}), putting in {other} {otherUtility}{tie}{repeated}.',
    own: '{own} for itself',
    mix: '{weight} × {own} for itself + {kappa} × {same} if everyone did the same',
    behind: ' − {alpha} × {behind} behind',
    ahead: ' − {beta} × {ahead} ahead',
    tie: '; the two tie and the tie rule decides',
    alone: '; it plays each round as if it were the only one',
    notUnique:
      '; no unique prediction: from δ = {threshold} on, everybody putting in everything under grim reversion is an equilibrium for economicus too, and here δ = {delta}; it plays each round as if it were the only one',
    belief: 'It is asked what it expects: {belief}.',
    grim: 'Grim reversion: δ = {delta} is at least {threshold} = (1 − m)/(m·(n − 1)), so putting in everything for as long as everybody has is an equilibrium, and so far {state}; no unique prediction, always keeping is one too.',
    grimClean: 'everybody has',
    grimSpoilt: 'somebody has not',
    grimNot:
      '; grim reversion is read as economicus does it, with m below 1, δ at least {threshold} and no announced end, which is not so here',
    standin:
      'Stand-in for a GPT-4o-class model: own and the others’ mean payoff weighted equally, every contribution of the others as likely, noise λ = 2 points; on average it puts in {mean} here.',
    standinBelief: 'Stand-in for a GPT-4o-class model: it expects every contribution alike, {mean} on average.',
    conditionalFirst: 'A conditional cooperator begins with half of what it has: {answer}.',
    conditional:
      'A conditional cooperator puts in what the others put in on average in the last round, {mean}: {answer}.',
    conditionalExpects: 'It expects what it saw last, {answer}.',
    conditionalExpectsFirst: 'Before it has seen anything it expects half, {answer}.',
  },
  /** Read by a model that is told its preference in words. */
  weigh: {
    own: 'your points in this round {belief}',
    same: 'your points in this round if every other player put in exactly what you do',
    given: 'Each point in the project pays {m} points to each of the {players} players.',
    beliefs: {
      uniform: 'if every contribution of the others is equally likely',
      mean: 'if the others put in {mean} on average',
    },
  },
  belief: {
    uniform: 'Expecting every contribution of the others alike',
    mean: 'Expecting {mean} of the others on average',
    known: 'Taking the others to put in {mean} on average',
    uniformTwo: 'Expecting every contribution of the other alike',
    meanTwo: 'Expecting {mean} of the other',
    knownTwo: 'Taking the other to put in {mean}',
    likeMindedTwo: 'Expecting the other to be its like ({mean})',
    likeMinded: 'Expecting the others to be its like ({mean})',
    fallback: 'No contribution being a best reply to itself, expecting every contribution alike',
  },
  /** After play. */
  debrief: {
    place: 'What you put in a round, and what the agents would in your place:',
    placeOnce: 'What you put in, and what the agents would in your place:',
    who: { you: 'you', others: 'the others', other: 'the other', moralis: 'moralis κ = {kappa}', baseline: 'stand-in' },
    columns: { who: '', putIn: 'puts in', share: 'of {endowment}' },
    any: 'anything',
    stand: {
      between:
        'Where you stand: economicus puts in nothing and moralis with κ = {kappa} everything; you are {percent} % of the way.',
      tied: 'Where you stand: at its threshold κ = {kappa} moralis finds any contribution as good; you put in {percent} %.',
      alike: 'Where you stand: economicus and moralis with κ = {kappa} do the same here; you put in {percent} %.',
    },
    hindsight: {
      /** Said of several rounds: in one nobody can answer. */
      unanswered: ': had nobody answered to it',
      less: 'With the others’ contributions as they were, putting in nothing would have earned you {forgone} more, and each other player {loss} less{unanswered}.',
      more: 'With the others’ contributions as they were, putting in everything would have earned you {forgone} more, and each other player {loss} more.',
      best: 'With the others’ contributions as they were, nothing would have earned you more than your {points}.',
      lessTwo:
        'With the other’s contributions as they were, putting in nothing would have earned you {forgone} more, and the other {loss} less{unanswered}.',
      moreTwo:
        'With the other’s contributions as they were, putting in everything would have earned you {forgone} more, and the other {loss} more.',
      bestTwo: 'With the other’s contributions as they were, nothing would have earned you more than your {points}.',
    },
    same: 'Had every player put in what you did, each would have earned {points}.',
    sameTwo: 'Had the other put in what you did, each would have earned {points}.',
    scale: 'κ',
    byKappa: {
      switches:
        'moralis by κ: below {value} nothing; at {value} any contribution is as good; above it everything. Nothing between is ever better than both.',
      never: 'moralis by κ: nothing at any κ, since a point in the project pays all together less than a point.',
      neverAt1: 'moralis by κ: nothing at any κ below 1, since a point in the project pays all together just a point.',
      always: 'moralis by κ: everything at any κ, since a point in the project pays more than a point to its giver.',
      alwaysButAt0:
        'moralis by κ: at 0 any contribution is as good, above it everything: a point given comes back whole.',
    },
    about: '{belief}, κ = {kappa}. A round, in points:',
    table: {
      putIn: 'put in',
      own: 'own payoff,\nas expected',
      same: 'payoff if all\ndid the same',
      mix: 'κ = {kappa}:\ntheir mix',
    },
    pages: {
      formula: 'formula',
      thresholds: 'thresholds',
      worlds: 'worlds',
      group: 'everybody',
      yours: 'round by round',
    },
    worlds: 'Were all of one kind: points each, a round.',
    world: {
      kind: 'everyone is',
      does: 'and puts in',
      points: 'earns',
      you: 'like you',
      standin: 'baseline (stand-in)',
    },
    group: 'What everybody put in, on average over {rounds} rounds, and earned in all.',
    groupOnce: 'What everybody put in and earned.',
    yours: 'Round by round: what you put in, and what the agents would have.',
    yoursAsked: 'Round by round: what you put in and said you expected, and what the agents would have put in.',
    columnsYours: {
      round: 'round',
      you: 'you',
      others: 'others’\nmean',
      other: 'the\nother',
      expected: 'you\nexpected',
      economicus: 'economicus',
      moralis: 'moralis {kappa}',
    },
    none: '–',
  },
  theory: {
    utility: 'u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)',
    social:
      'With social preferences, less α times the points behind and β times the points ahead, means over the others; 1 − κ does not multiply them (ours).',
    kappa:
      'κ is the weight on the question "what if everyone acted as I do?": 0 never asks it (homo economicus), 1 asks nothing else. A default of 0.50 is ours.',
    pi: 'π(x, y) = E − x + m·(x + (n − 1)·y), where each of the n − 1 others puts in y. E = {endowment}, m = {m}, n = {players}.',
    slope: 'A point more in the project: −(1 − m) + κ·m·(n − 1) = {cost} + κ × {gain}, whatever the others do.',
    many: 'Homo moralis of n players supposes that each other one does as itself with chance κ (Alger & Weibull 2016). Points are linear here, so only their expected number counts, and the two terms are enough.',
    star: 'κ* = (1 − m)/(m·(n − 1)) = {value}: below it nothing is put in, from there on everything. At κ* alone every contribution is as good, the only place where one in between is best.',
    none: 'n·m = {all} is not above 1: no κ below 1 puts in anything.',
    rich: 'm = {m} is above 1: putting in everything is best at every κ.',
    even: 'm = 1: a point in the project comes back whole, so κ = 0 is content with anything; putting in everything is best at every κ above 0.',
    social2:
      'With α and β a contribution in between can be best: matching the others is, where β ≥ 1 − m − κ·m·(n − 1) and α ≥ −(1 − m) + κ·m·(n − 1).',
    finite:
      'In a finite number of rounds, commonly known selfishness means that nothing is put in throughout. The agents solve each round as if it were the only one.',
    indefinite:
      'With an open end, everybody putting in everything under grim reversion is an equilibrium for economicus if δ is at least (1 − m)/(m·(n − 1)) = {threshold}: keeping gains (1 − m)·E once and loses (n·m − 1)·E in every later round. Here δ = {delta}: {verdict}.',
    unique: 'it is none',
    notUnique: 'no unique prediction',
    contribution: 'puts in',
    ties: 'ties with',
    none2: 'none',
    everything: 'every contribution',
    starLabel: 'κ*',
    because: 'Contribution',
    ownHead: 'own payoff',
    sameHead: 'if all did\nthe same',
  },
  players: 'player {seat}',
  otherPlayer: 'the other player',
} as const;

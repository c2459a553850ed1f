/** What is said about estimated preferences, as data. */
export const words = {
  refused: {
    nothing: 'Nothing can be estimated: there are no choices in a game with plans.',
    lines:
      'Solved agents, stand-ins and scripts are lines, not samples: what they want is known, so nothing is estimated from them.',
    mixed: 'People and models are never one sample: estimate them apart.',
    sources: 'Draws of different models or wordings are never one sample: {sources}. Estimate each apart.',
    roles:
      'No κ is estimated where roles were not drawn: without the coin toss "what if the other did the same" has no meaning. Play with drawn roles.',
    repeated: 'No κ is estimated where more rounds may come: a choice may then aim at them. Play single rounds.',
    information:
      'Choices made under different information about the other are never pooled: {information}. Estimate each apart.',
    fewPeople: 'Under {least} people nothing is estimated; there are {n}.',
    fewGroups: 'Under {least} matching groups nothing is estimated; there are {n}.',
    fewDraws: 'Under {least} independent draws nothing is estimated; there are {n}.',
    fewSituations:
      'Under {least} situations nothing is estimated from probabilities; there are {n}. A situation is a question under one set of payoffs, however often it was asked.',
    instruments:
      'Choices that were read by different instruments are never one sample: {instruments}. Estimate each apart.',
    rule: 'In these games no two plans differ at one node alone, so that noise of single answers has no meaning.',
    direct:
      'κ, α and β are not estimated together from direct responses: thirty players of six dilemmas would leave κ a standard deviation of 0.49 at a noise of 5 points and 1.52 at 10 (derived, from Fisher’s information). Use the strategy method.',
    control:
      'No κ is estimated from {games} alone: under these beliefs homo moralis of every κ below 1 plays there as economicus does, so that an estimate would only be the shape of the noise. Add games in which they differ, such as the dilemma or trust.',
    unidentified:
      'These games and nodes cannot tell {parameters} apart: add games with other payoffs, or answers at more nodes.',
  },
  leftOut: {
    roles: 'roles were not drawn',
    repeated: 'more rounds could come',
    practice: 'practice',
    skipped: 'rather not say',
    unplanned: 'the answers are no plan of the game',
    part: 'answered as it came, so that it is no full plan',
  },
  flags: {
    low: 'No values: the likelihood rises as {name} falls to the lower end of the search, {bound}.',
    high: 'No values: the likelihood rises as {name} grows to the upper end of the search, {bound}.',
    noNoise: 'No values, only ranges: the choices are explained best without any noise.',
    allNoise: 'No values: the choices hardly follow points at all.',
    flat: 'No values: the likelihood is all but flat, and other values are as good.',
    maybeNoise: 'The noise may be larger than the whole range of points, and then nothing is known of κ.',
    independent:
      'No players’ bootstrap is possible here: the intervals take all plans as independent, and are too narrow where players differ.',
    below: 'κ is below 0, outside the theory: look at the beliefs first.',
    above:
      'κ is above 1, outside the theory: look at the beliefs first. Selfish players who expect to be trusted look like this.',
    unfinished: 'The search did not settle: do not use these numbers.',
  },
  names: { kappa: 'κ', alpha: 'α', beta: 'β', lambda: 'λ' },
  fit: {
    value: '{name} = {value}{unit} (95 % interval {interval})',
    range: '{name}: no value (95 % interval {interval}{unit})',
    between: '{low} to {high}',
    below: 'up to {high}',
    above: '{low} and above',
    open: 'open at both ends',
    points: ' points',
  },
  probabilities: {
    first: '{option} first',
    order: 'order {n}',
    ownWords: 'the game’s own words',
    otherWords: 'paraphrase {n}',
    value: '{name} = {value}{unit}',
    none: '{name}: no value',
    between: '{low} to {high}',
    below: 'up to {high} and open below',
    above: '{low} and above, open',
    open: 'open at both ends',
    over: {
      orders: '{range} from one order of the options alone ({n} orders)',
      wordings: '{range} from one wording alone ({n} wordings)',
      situations: '{range} without any one of {n} situations',
      rounding: '{range} as the decimals that were told leave open ({n} situations)',
      beliefs: '{range} over what may be expected of the other ({n} beliefs)',
    },
    rules: { plans: 'noise over plans', answers: 'noise over answers' },
    moved: {
      orders: 'one order alone',
      wordings: 'one wording alone',
      situations: 'without one situation',
      rounding: 'as decimals leave open',
      beliefs: 'over all beliefs',
    },
    each: '{name}, {over}: {values}.',
    lambda: 'λ, points (of this server, model, template and temperature alone)',
    alone: '{sentence}; comparable only within one server, model, template and temperature',
    misfit: 'What was told is given back within {fits} on average over situations.',
    notes: {
      probabilities:
        'From probabilities, no reasoning before them: each situation counts once with its probabilities as fractional counts, the mean of their logarithms over orders and wordings. Nothing was drawn, so there is no sample size and no 95 % interval; ranges say how far the estimate moves, by what, and no more.',
      lambda:
        'λ of probabilities is comparable only within one server, model, template and temperature (a temperature multiplies it); κ is comparable across seats.',
      rules:
        'Node by node, each asked alone. Two rules of noise: over plans, P(plan) ∝ exp(u/λ), added up over the plans that answer alike at a node; over single answers, each chosen between the best plan and the one that differs from it at this node alone (ours). The one that gives the probabilities back better stands first.',
      excluded:
        'Which agents are excluded is not said of probabilities: they are no draws, so that none is more or less likely to be seen by chance.',
      oneOrder: 'Asked in one order of the options only: a bias towards a place is not taken out of these numbers.',
      oneWording: 'Asked in one wording only: how far these numbers hang on the words is not known.',
      rounded:
        'In {n} of {of} situations probabilities were told with few decimals: .00 is anything below .005, and is taken at the middle of that.',
      certain:
        'In {n} of {of} situations an answer was told to be certain, so that only its side is known of them and not how far.',
      said: '{n} answers were given and not drawn from probabilities: each counts as one.',
      told: 'In {n} of {of} situations the model was told what to expect: that is its belief.',
      stated:
        'In {n} of {of} situations stated beliefs are used, the mean where probabilities of them were told; what was not asked counts as one half.',
      known: 'In {n} of {of} situations the other was a named solved agent: its plan is taken as the belief.',
      uniform:
        'In {n} of {of} situations no belief was stated: every plan of the other counts as equally likely, and another belief would change this result.',
    },
    place:
      'The option that stands first gains {mean} in log-odds (from {low} to {high} over {n} situations): averaged over orders this is not in κ.',
  },
  range: {
    sentence: 'κ {between}, {over} and at a choice noise that is estimated or {noises} points.',
    between: 'lies between {low} and {high}',
    below: 'lies anywhere up to {high}',
    above: 'lies anywhere from {low} on',
    open: 'may be anything',
    beliefs:
      'whatever is expected of the other (nobody was asked: each of its answers with 25, 50 or 75 %, {count} beliefs in all)',
    stated: 'under the beliefs that were stated or known',
  },
  notes: {
    pooled: 'One κ for all of them together: where players differ it is neither their mean nor anybody’s own.',
    oneSubject: 'Draws of one model under one wording are one subject’s: the intervals are about that subject.',
    nodeByNode:
      'A model’s plan is asked node by node, one request a node, and is estimated so: each answer given the others, with noise of its own.',
    alone:
      'Each question of a plan was put to the model by itself, and is estimated so: plans that answer alike there are added up, as they are where it tells probabilities.',
    narrow:
      'κ and λ alone take α = β = 0: other social preferences then look like κ (κ 0.25 with α 0.15, β 0.25 and λ 5 would appear as 0.39; derived).',
    told: 'In {n} of {of} observations the model was told what to expect: that is its belief.',
    stated: 'In {n} of {of} observations stated beliefs are used; what was not asked counts as one half.',
    known: 'In {n} of {of} observations the other was a named solved agent: its plan is taken as the belief.',
    uniform:
      'In {n} of {of} observations no belief was stated: every plan of the other counts as equally likely, and another belief would change this result.',
  },
  pooled: {
    scale:
      'One λ for all games, in points: they differ by at most {spans}. It means the same in all of them only while a point is worth the same.',
    span: '{span} ({game})',
    unequal: 'Their points are on different scales, so that one λ is doubtful: look at each game by itself.',
    noPlans: '{game} is not in it: it has no plans, which the estimate reads.',
    notWhole:
      '{game} is not in it: nobody made full plans there, in single rounds with drawn roles, told the same of the other as in a second game.',
  },
  control: {
    said: '{game} is the control: under these beliefs economicus and every moralis of κ below 1 play alike there. What is chosen otherwise is noise, or α and β, and by itself tells nothing of κ.',
    total: '{what}: {chosen} of {of}, {observed}; both agents {agents}.',
  },
  individual: {
    excluded:
      '{agent} is excluded: over the whole grid of beliefs and noises these answers are at least {times} times less likely under it than under the agent that fits best.',
    none: 'These answers exclude none of {agents}.',
    open: 'Not excluded: {agents}.',
    stated: 'Excluded is what is more than {ratio} times less likely at each choice noise of {lambdas} points (ours).',
    beliefs:
      'And under every belief of the grid: each answer of the other expected with 25, 50 or 75 %, since nobody was asked.',
    roles: 'As if roles had been drawn.',
    repeated: 'Each round as if it were the only one.',
    more: 'more than a million',
  },
  agents: {
    economicus: 'economicus',
    moralis: 'moralis κ {kappa}',
    baseline: 'the baseline stand-in',
    random: 'random',
  },
} as const;

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
    direct:
      'κ, α and β are not estimated together from direct responses: thirty players of six dilemmas would leave κ a standard deviation of 0.49 at a noise of 5 points and 1.52 at 10 (derived, from Fisher’s information). Use the strategy method.',
    unidentified:
      'These games and nodes cannot tell {parameters} apart: add games with other payoffs, or answers at more nodes.',
  },
  leftOut: {
    roles: 'roles were not drawn',
    repeated: 'more rounds could come',
    practice: 'practice',
    skipped: 'rather not say',
    unplanned: 'the answers are no plan of the game',
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
    narrow:
      'κ and λ alone take α = β = 0: other social preferences then look like κ (κ 0.25 with α 0.15, β 0.25 and λ 5 would appear as 0.39; derived).',
    stated: 'In {n} of {of} observations stated beliefs are used; what was not asked counts as one half.',
    known: 'In {n} of {of} observations the other was a named solved agent: its plan is taken as the belief.',
    uniform:
      'In {n} of {of} observations no belief was stated: every plan of the other counts as equally likely, and another belief would change this result.',
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

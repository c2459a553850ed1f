/**
 * What a model reads around a game's own words, as data. A model that was tuned on another wording names a file with its
 * own (`wording` in homines.config.json): any of these texts, the others stay. {slots} are filled; blank paragraphs vanish.
 */
export const words = {
  /** The system message; empty: none is sent. own: the model's own system prompt. */
  system: '{own}\n\n{rules}',
  question: '{notes}\n\n{scene}\n\n{earlier}\n\n{preference}\n\n{ask}\n\n{answers}\n\n{how}',
  repair: '{problem} {how}',
  /**
   * json: one JSON object, with a schema where the server honours one. words: the bare answer. decision: nothing is said, the
   * server gives the probability of each answer.
   */
  format: 'json',
  /** Nothing in it can be copied as a reason or a note: what is wanted is said, not shown. */
  how: 'Answer with one JSON object and nothing else, with the keys "reasons", {notes}"answer", in this order: say in one or two sentences why you choose as you do, and give one of the possible answers.',
  howNote: '"{key}" ({label}), ',
  /** How, where the bare answer is wanted of a model whose wording asks for JSON. */
  howBare: 'Answer with one of the possible answers and nothing else.',

  choices: 'Possible answers: {options}{skip}.',
  option: '"{label}"',
  optionsBetween: ', ',
  numbers: 'Possible answers: {decimals} from {min} to {max}{unit}{ends}{skip}.',
  whole: 'a whole number',
  decimals: 'a number with at most {decimals} decimals',
  oneDecimal: 'a number with at most one decimal',
  ends: ' ({min} is "{low}", {max} is "{high}")',
  skip: ', or "{skip}"',

  /**
   * What is expected of the others, for a model that is told it, under the scene unless {expects} stands elsewhere in `system` or
   * `question`. Who is not told has not read it, and its hash is without it.
   */
  expects: 'You expect that {belief}.',

  /** What was answered just before, in the same group of questions. */
  earlier: 'So far you have answered: {answers}',
  earlierAnswer: '{ask} {answer}.',

  notes: 'Your notes from the round before. {notes}',
  note: '{label}: {text}',

  preference: {
    economicus: 'Your preference: you care about what you get yourself and about nothing else. Utility u = own.',
    moralis:
      'Your preference: beside what you get yourself you ask "what if everyone acted as I do?". Utility u = (1 − κ)·own + κ·same, with κ = {kappa}, so u = {selfish}·own + {kappa}·same.',
    own: 'own: {own}.',
    same: 'same: {same}.',
    value: '{answer}: own = {own}, same = {same}',
    valueAlone: '{answer}: own = {own}',
    both: 'Compute u for both answers and choose the higher.',
    highest: 'Compute u for each of them and choose the highest; answers in between are possible.',
    rating: 'Compute u; your answer is 100/(1 + e^(−u)), as a whole number.',
  },
} as const;

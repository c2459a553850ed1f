/**
 * Every term that a screen uses, one sentence each, said once. `h` shows the terms of the screen, and those that the game
 * at the table brings.
 */
import type { AnyGame, Term } from '../core/game.ts';

/** A screen (home, set-up, play, debrief, sessions, guess), or a game's name. */
export type Where = string;
type PlacedTerm = Term & { readonly where: readonly Where[] };

/** Who plays, and what theory says of it. */
const agents: readonly PlacedTerm[] = [
  {
    word: 'κ, kappa',
    says: 'The weight an agent gives to the question "what if everyone acted as I do?": 0 never asks it, 1 asks nothing else.',
    where: ['home', 'set-up', 'debrief', 'guess'],
  },
  {
    word: 'economicus',
    says: 'Maximises its own expected payoff: homo moralis with κ = 0.',
    where: ['home', 'set-up', 'guess', 'profile'],
  },
  {
    word: 'moralis',
    says: 'Splits its weight between its own payoff and what it would earn if everyone acted as it does (Alger & Weibull, 2013).',
    where: ['home', 'set-up', 'guess', 'profile'],
  },
  {
    word: 'baseline',
    says: 'A stand-in for an untuned chatbot: a random-choice model after reported behaviour, not a language model.',
    where: ['home', 'set-up', 'guess'],
  },
  {
    word: 'language model',
    says: 'A program on a server that reads the words that people read and answers in words; every call to it is kept.',
    where: ['home', 'set-up', 'models', 'transcript', 'profile'],
  },
  {
    word: 'cast',
    says: 'Who plays economicus, moralis and baseline: theory and stand-in, or the models bound to them.',
    where: ['home', 'models'],
  },
  {
    word: 'schema, seed, logprobs',
    says: 'What a test of a few requests looks for: answers bound to a form, repeatable answers, token probabilities.',
    where: ['models'],
  },
  {
    word: 'json, words, decision, grid',
    says: 'How a model is asked: for reasons and an answer, for the bare answer, for probabilities, for those with numbers on a grid.',
    where: ['models', 'set-up'],
  },
  {
    word: 'choice probabilities',
    says: 'What a model would do, whole: the probability of every option, read in one pass and without reasons.',
    where: ['models', 'set-up', 'transcript'],
  },
  {
    word: 'order',
    says: 'One arrangement of the options. Models favour places: a question for probabilities is asked in each, and play draws from the mean.',
    where: ['models', 'set-up', 'transcript'],
  },
  {
    word: 'grid',
    says: 'A few numbers that stand for all that may be answered; who is asked on it plays another condition than who names one freely.',
    where: ['models', 'set-up', 'transcript'],
  },
  {
    word: 'systemone, decisions, first token',
    says: 'How a server gives probabilities: two protocols of typed decisions, or the first token of a chat.',
    where: ['models'],
  },
  {
    word: 'repaired',
    says: 'The first answer could not be read; the problem was quoted to the model, and its second answer could.',
    where: ['transcript'],
  },
  {
    word: 'invalid',
    says: 'An answer came that names none of the possible ones, at the second try too.',
    where: ['transcript'],
  },
  { word: 'tokens', says: 'Pieces of words, as servers count and price them.', where: ['transcript'] },
  { word: 'random', says: 'Every possible answer with the same chance.', where: ['set-up'] },
  { word: 'script', says: 'Gives the answers that it was handed, in their order.', where: ['set-up'] },
  {
    word: 'theory',
    says: 'Computed from the utility function, exactly and without internet: nothing about it was observed or learned.',
    where: ['home', 'debrief', 'profile'],
  },
  {
    word: 'stand-in',
    says: 'A documented random-choice model in the place of a language model; always labelled as that.',
    where: ['home', 'debrief', 'profile'],
  },
  {
    word: 'utility',
    says: 'What an agent maximises: (1 − κ) times its own payoff plus κ times its payoff if everyone did the same.',
    where: ['debrief'],
  },
];

/** What is kept, and what comparisons and profiles say of it. */
const records: readonly PlacedTerm[] = [
  {
    word: 'session',
    says: 'Matches played in one sitting of a class; a new one erases nothing.',
    where: ['home', 'sessions'],
  },
  {
    word: 'show of hands',
    says: 'Raised hands, counted by whoever teaches: kept and drawn, never tested, and never added to choices at the keyboard.',
    where: ['lesson'],
  },
  {
    word: 'rehearsal',
    says: 'A session without a name: kept and replayable, but left out of comparisons and exports unless asked for.',
    where: ['home', 'sessions', 'set-up', 'lesson'],
  },
  {
    word: 'participant',
    says: 'A person behind a short code; n begins the next one.',
    where: ['home', 'sessions', 'play'],
  },
  { word: 'match', says: 'One game from the first question to the payoffs.', where: ['sessions'] },
  {
    word: 'seed',
    says: 'The number from which every draw of a match follows: with the answers it repeats the match exactly.',
    where: ['set-up', 'sessions'],
  },
  { word: 'practice', says: 'A round that pays nothing and is marked as practice in the data.', where: ['play'] },
  {
    word: 'points',
    says: 'What a choice pays in the game; what points are worth is for whoever runs the session to say.',
    where: ['play'],
  },
  {
    word: '95 % interval',
    says: 'Made so that it holds the truth in 95 of 100 such samples; the fewer people, the wider it is.',
    where: ['compare', 'profile'],
  },
  {
    word: 'line',
    says: 'What theory, a stand-in or a published study says: a mark without n, never a sample and never one side of a test.',
    where: ['compare'],
  },
  {
    word: 'observation',
    says: 'What counts once: a participant, a group of people who met, a wording or, with one wording, a draw of a model.',
    where: ['compare'],
  },
  {
    word: 'draws of one subject',
    says: 'Answers of one model under one wording: they tell about it alone.',
    where: ['compare', 'profile'],
  },
  {
    word: 'Holm',
    says: 'The p-value adjusted for how many differences between two groups were declared; a test without it is exploratory.',
    where: ['compare'],
  },
  {
    word: 'detects',
    says: 'The difference that so many observations find four times in five, at the 5 % level; smaller ones are easily missed.',
    where: ['compare'],
  },
  {
    word: 'exploratory',
    says: 'Not among the differences that were declared beforehand: something to ask again of new people, not a finding.',
    where: ['compare'],
  },
  {
    word: 'not shown',
    says: 'The interval holds 0, or the adjusted p is above .05: that does not mean that there is no difference.',
    where: ['compare'],
  },
  {
    word: 'fit of κ, λ',
    says: 'The κ and the noise under which these choices are most likely; beside it the fit with α and β, dislikes of being behind and ahead.',
    where: ['compare'],
  },
  {
    word: 'noise, λ',
    says: 'How far choices stray from the best plan, in points: at 0 never, and the larger it is the more they are random.',
    where: ['compare'],
  },
  {
    word: 'excluded',
    says: 'An agent under which the answers are more than 20 times less likely than under the one that fits best (ours).',
    where: ['compare'],
  },
  {
    word: 'shown',
    says: 'The interval of the declared contrast lies wholly on the reported side, also when all rows of the agent are taken together (Holm, 5 %).',
    where: ['profile'],
  },
  {
    word: 'no',
    says: 'The interval rules the pattern out: it lies on the other side, or holds no difference that would matter (10 points, .02 of the index).',
    where: ['profile'],
  },
  {
    word: 'undecided',
    says: 'Too few answers to tell: neither shown nor ruled out. A longer --length asks more.',
    where: ['profile'],
  },
  {
    word: 'within a margin',
    says: 'Equal enough: the 90 % interval lies within the margin of the row, which is below half of what separates the agents of theory.',
    where: ['profile'],
  },
  { word: 'n, k', says: 'Answers behind a figure, and how often the same question was put.', where: ['profile'] },
  {
    word: 'temperature',
    says: 'How much chance a server lets into an answer, as it was sent; what a server does unasked only its makers know.',
    where: ['profile'],
  },
  { word: 'untuned', says: 'The agent that was named first: shifts are measured from it.', where: ['profile'] },
  {
    word: 'score',
    says: 'Agreement with an agent of theory, 0 to 1, over the questions of a task; of prices the share that is nearer to this agent than to the others.',
    where: ['profile'],
  },
  {
    word: 'reliability',
    says: 'Of two draws of the same question how often both agree with theory.',
    where: ['profile'],
  },
  {
    word: 'forgone',
    says: 'What the best answer would have earned beyond yours, the others taken as they played.',
    where: ['debrief'],
  },
];

/** Of a game: on the screens of its matches, and where it says so. */
const termsOf = ({ name, glossary }: Pick<AnyGame, 'name' | 'glossary'>): readonly PlacedTerm[] =>
  glossary.map((term) => ({ ...term, where: [name, ...(term.where ?? [])] }));

/** The lab's terms with those of these games between them. */
export const glossaryWith = (games: readonly Pick<AnyGame, 'name' | 'glossary'>[]): readonly PlacedTerm[] => [
  ...agents,
  ...games.flatMap(termsOf),
  ...records,
];

/** The terms of some screens and games, in the glossary's order, each word once. */
export function termsFor(
  games: readonly Pick<AnyGame, 'name' | 'glossary'>[],
  where: readonly Where[],
): readonly Term[] {
  const found = glossaryWith(games).filter((term) => term.where.some((place) => where.includes(place)));
  return found.filter(({ word }, i) => found.findIndex((other) => other.word === word) === i);
}

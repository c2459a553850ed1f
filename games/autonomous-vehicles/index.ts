/** Autonomous vehicles: which action is more moral, and which car one would buy. Everything put together. */
import { z } from 'zod';
import { defineGame, spoken } from '../../src/core/define-game.ts';
import type { Game } from '../../src/core/game.ts';
import { comparison } from './comparison.ts';
import { config, type Config } from './config.ts';
import { debriefIn } from './debrief.ts';
import { LAWS, PEDESTRIANS, QUESTIONS } from './items.ts';
import { measures } from './measures.ts';
import { predictIn } from './predict.ts';
import { profile } from './profile.ts';
import { apply, LEAST_SEATS, MOST_SEATS, observe, ROLE, setup, type State, type View, rulesIn } from './rules.ts';
import { minutes, sceneIn } from './scene.ts';
import { theoryIn } from './theory.ts';
import { weighIn } from './weigh.ts';
import { words } from './words.en.ts';
import type { Words } from './words.ts';

const schema: z.ZodType<Config> = config;

/** The game in the language of these words. Rules, theory and stored answers are the same in all. */
export function gameIn(words: Words): Game<Config, State, View> {
  const { lab, paraphrases, ...read } = words;
  const { debrief } = debriefIn(words);
  const { predict } = predictIn(words);
  const { pending } = rulesIn(words);
  const { heading, instructions, result, scene } = sceneIn(words);
  const { standin, theory } = theoryIn(words);
  const { weigh } = weighIn(words);

  return defineGame({
    name: 'autonomous-vehicles',
    version: 1,
    title: lab.title,
    summary: lab.summary,
    sources: [
      'Bonnefon, Shariff & Rahwan, The social dilemma of autonomous vehicles, Science 352, 2016 (questions; the wording is ours)',
      'Alger & Weibull, Homo moralis, Econometrica 81(6), 2013 (the utility; its use here is ours)',
      'Lu, Dhanda, Chen & Hansen, Aligning Large Language Model Agents with Rational and Moral Preferences, arXiv 2507.20796 (the comparison)',
    ],
    ...spoken(lab, read, paraphrases),

    config: schema,
    presets: [
      {
        name: 'class',
        sentence: '1 or 20 pedestrians, four parties aboard, three questions about each car.',
        config: {},
      },
      {
        name: 'full',
        sentence:
          'Seven numbers of pedestrians, four parties aboard, both rules in force, every question: for patient people and models.',
        config: { pedestrians: [...PEDESTRIANS], laws: [...LAWS], questions: [...QUESTIONS] },
      },
    ],
    presetsLabel: 'Items',
    roles: [{ name: ROLE, sentence: 'You answer as somebody who might buy such a car.', seat: 0 }],
    lines: [
      {
        label: 'Asked first',
        options: [
          {
            label: 'by coin toss',
            sentence: 'Judgements or purchases first, either with equal chance.',
            config: { first: 'drawn' },
          },
          {
            label: 'judgements',
            sentence: 'What is moral is asked before what you would buy.',
            config: { first: 'moral' },
          },
          {
            label: 'purchases',
            sentence: 'What you would buy is asked before what is moral.',
            config: { first: 'buy' },
          },
        ],
      },
      {
        label: 'Law',
        options: [
          { label: 'as the items say', sentence: 'No law in the class items; both rules in the full set.', config: {} },
          {
            label: 'required',
            sentence: 'The law makes every car save the greater number; the protective car is not asked.',
            config: { laws: ['required'] },
          },
        ],
      },
      {
        label: 'Mirrored',
        options: [
          {
            label: 'no',
            sentence: 'Pedestrians stand ahead: to save them the car must swerve.',
            config: { mirrored: 'no' },
          },
          {
            label: 'half',
            sentence: 'In half of the items a wall stands ahead: to save the pedestrians the car stays on course.',
            config: { mirrored: 'drawn' },
          },
        ],
      },
    ],
    seats: () => ({ least: LEAST_SEATS, most: MOST_SEATS }),
    minutes,

    setup,
    pending,
    apply,
    payoffs: () => null,
    observe,

    instructions,
    heading,
    scene,
    result,
    debrief,

    theory,
    weigh,
    standin,
    predict,
    measures,
    comparison,
    profile,
  });
}

export const game = gameIn(words);

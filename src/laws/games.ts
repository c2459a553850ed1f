/** What a game declares, before anybody plays. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { AnyGame, Plans } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { variantsAt } from '../core/stake.ts';
import { type Law, otherwise, repeated } from './law.ts';
import { blockProblems, jsonProblems } from './problems.ts';

export const lawsOfGames: readonly Law<AnyGame>[] = [
  {
    sentence: 'it says what it is: name, version, title, summary, sources',
    broken: (game) => [
      ...otherwise(/^[a-z][a-z0-9-]*$/.test(game.name), `the name "${game.name}" is not kebab-case`),
      ...otherwise(
        Number.isInteger(game.version) && game.version >= 1,
        `version ${game.version} is no whole number from 1`,
      ),
      ...otherwise(
        game.title !== '' && game.summary !== '' && game.presetsLabel !== '',
        'title, summary or the label of presets is empty',
      ),
      ...otherwise(
        game.sources.length > 0 && game.sources.every((source) => source.length > 10),
        'no sources are named',
      ),
    ],
  },
  {
    sentence:
      'presets, roles and set-up lines parse, alone and with each preset, and have names and sentences of their own',
    broken: (game) => [
      ...game.presets.flatMap((preset) => parsed(game, preset.config)),
      ...settingsOf(game).flatMap((settings) =>
        game.presets.flatMap((preset) => parsed(game, { ...preset.config, ...settings })),
      ),
      ...repeated(
        game.presets.flatMap((preset) => [preset.name, ...(preset.code === undefined ? [] : [preset.code])]),
      ).map((name) => `two presets are called ${name}`),
      ...repeated(game.roles.map((role) => role.name)).map((name) => `two roles are called ${name}`),
      ...repeated(game.lines.map((line) => line.label)).map((name) => `two lines are called ${name}`),
      ...game.lines.flatMap((line) =>
        repeated(line.options.map((option) => option.label)).map((name) => `${line.label} has ${name} twice`),
      ),
      ...[...game.presets, ...game.roles, ...game.lines.flatMap((line) => line.options)].flatMap((named) =>
        otherwise(named.sentence.length > 5, `${JSON.stringify(named)} has no sentence`),
      ),
      ...otherwise(game.presets.length > 0 && game.roles.length > 0, 'no preset or no role'),
    ],
  },
  {
    sentence: 'settings survive JSON, refuse what they do not know, and describe themselves',
    broken: (game) => [
      ...configsOf(game).flatMap((config) => [
        ...jsonProblems(config, 'config'),
        ...otherwise(
          isDeepStrictEqual(game.config.parse(JSON.parse(JSON.stringify(config))), config),
          `${JSON.stringify(config)} comes back from JSON as another config`,
        ),
        ...otherwise(
          !game.config.safeParse({ ...(config as object), nonsense: 1 }).success,
          'an unknown setting is accepted',
        ),
      ]),
      ...undescribed(game),
    ],
  },
  {
    sentence: 'seats and minutes are sensible for every config',
    broken: (game) =>
      configsOf(game).flatMap((config) => {
        const { least, most } = game.seats(config);
        const minutes = game.minutes(config);
        return [
          ...otherwise(
            Number.isInteger(least) && Number.isInteger(most) && least >= 1 && least <= most,
            `${least} to ${most} seats`,
          ),
          ...otherwise(minutes > 0 && minutes < 24 * 60, `${minutes} minutes`),
          ...game.roles.flatMap((role) =>
            otherwise(role.seat >= 0 && role.seat < most, `role ${role.name} sits at seat ${role.seat + 1} of ${most}`),
          ),
        ];
      }),
  },
  {
    sentence: 'words are data',
    broken: (game) => [
      ...otherwise(game.words[game.language] !== undefined, `no words in "${game.language}"`),
      ...jsonProblems(game.words, 'words'),
    ],
  },
  {
    sentence: 'measures have a name, a sentence and a source each',
    broken: (game) => [
      ...otherwise(game.measures.length > 0, 'no measures'),
      ...repeated(game.measures.map((measure) => measure.name)).map((name) => `two measures are called ${name}`),
      ...game.measures.flatMap((measure) =>
        otherwise(measure.sentence !== '' && measure.source !== '', `${measure.name} has no sentence or source`),
      ),
    ],
  },
  {
    sentence: 'predictions are JSON and blocks without holes, for every config and κ from 0 to 1',
    broken: (game) =>
      configsOf(game).flatMap((config) =>
        [0, 0.3, 1].flatMap((kappa) => {
          const { document, blocks } = game.predict(config, { kappa, belief: null });
          return [
            ...jsonProblems(document, 'document'),
            ...blockProblems(blocks, `prediction for κ ${kappa}`),
            ...otherwise(blocks.length > 0, 'an empty prediction'),
          ];
        }),
      ),
  },
  {
    sentence: 'the normal form is one: weights sum to 1, names differ, plans answer',
    broken: (game) =>
      configsOf(game).flatMap((config) => (game.plans === undefined ? [] : planProblems(game.plans(config)))),
  },
  {
    sentence: 'what comes about where a plan answers is part of what comes about, and nothing else hangs on the answer',
    broken: (game) =>
      configsOf(game).flatMap((config) => (game.plans === undefined ? [] : stakeProblems(game.plans(config)))),
  },
  {
    sentence: 'fresh conditions parse',
    broken: (game) => {
      const broken: string[] = [];
      let left = 50;
      for (const config of game.scenarios?.(rng(1, 'scenarios')) ?? []) {
        if (left-- === 0) break;
        broken.push(...parsed(game, config as object));
      }
      return broken;
    },
  },
];

/** The configs that a game offers by name: presets, and every role and set-up option on the first preset. */
export function configsOf(game: AnyGame): readonly unknown[] {
  const first = game.presets[0]?.config ?? {};
  const all = [
    ...game.presets.map((preset) => preset.config),
    ...settingsOf(game).map((settings) => ({ ...first, ...settings })),
  ];
  return all.flatMap((settings) => {
    const result = game.config.safeParse(settings);
    return result.success ? [result.data] : [];
  });
}

const settingsOf = (game: AnyGame): readonly object[] => [
  ...game.roles.flatMap((role) => (role.config === undefined ? [] : [role.config])),
  ...game.lines.flatMap((line) => line.options.map((option) => option.config)),
];

const parsed = (game: AnyGame, settings: object): readonly string[] => {
  const result = game.config.safeParse(settings);
  return result.success ? [] : [`${JSON.stringify(settings)} is refused: ${z.prettifyError(result.error)}`];
};

function planProblems(plans: Plans): readonly string[] {
  const all = plans.names.map((_, plan) => plan);
  return [
    ...repeated(plans.names).map((name) => `two plans are called ${name}`),
    ...all.flatMap((mine) =>
      all.flatMap((other) => {
        const outcomes = plans.outcomes(mine, other);
        const weight = outcomes.reduce((sum, [w]) => sum + w, 0);
        return otherwise(
          Math.abs(weight - 1) < 1e-9 && outcomes.flat().every(Number.isFinite),
          `${plans.names[mine]} against ${plans.names[other]}: weights sum to ${weight}`,
        );
      }),
    ),
    ...plans.nodes.flatMap((node) =>
      all.flatMap((plan) =>
        otherwise(
          ['string', 'number'].includes(typeof plans.answer(plan, node.key)),
          `a plan has no answer at ${node.key}`,
        ),
      ),
    ),
  ];
}

/** Where `at` names an outcome that is none, or leaves one out that hangs on the answer there. */
function stakeProblems(plans: Plans): readonly string[] {
  if (plans.at === undefined) return [];
  const all = plans.names.map((_, plan) => plan);
  return [...new Set(plans.nodes.map(({ key }) => key))].flatMap((node) =>
    all.flatMap((other) => {
      const apart = all.map((mine) => without(plans.outcomes(mine, other), plans.at!(node, mine, other)));
      return all.flatMap((mine) => {
        const rest = apart[mine]!;
        const against = `${plans.names[mine]} against ${plans.names[other]} at ${node}`;
        if (rest === null) return [`${against}: an outcome that is none of all`];
        return variantsAt(plans, mine, node)!.flatMap(({ answer, plan }) =>
          otherwise(isDeepStrictEqual(rest, apart[plan]), `${against}: what comes about elsewhere hangs on ${answer}`),
        );
      });
    }),
  );
}

/** The outcomes that are left, in order; null: some that are taken are not there. */
function without(all: ReturnType<Plans['outcomes']>, taken: ReturnType<Plans['outcomes']>): readonly string[] | null {
  const left = all.map((outcome) => JSON.stringify(outcome)).toSorted();
  for (const outcome of taken) {
    const at = left.indexOf(JSON.stringify(outcome));
    if (at < 0) return null;
    left.splice(at, 1);
  }
  return left;
}

/** Settings without a description: forms, flags and documentation are drawn from it. */
function undescribed(game: AnyGame): readonly string[] {
  const schema = z.toJSONSchema(game.config, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    otherwise(
      typeof property === 'object' && (property.description ?? '') !== '',
      `the setting ${name} has no description`,
    ),
  );
}

/**
 * How the models answered: honest rates of questions, what was asked of their servers, and what those servers were seen
 * to do.
 */
import { type Block, text } from '../../core/blocks.ts';
import { counted } from '../../core/format.ts';
import { questionCount, repairDoubt, CALL_OUTCOMES } from '../compare/blocks.ts';
import { refusedWords, lineageSentences, type ServedModel, servedWarnings } from '../../core/served-model.ts';
import type { CallCount } from '../../core/stored-rows.ts';

/** What one exchange each showed of a model's server. */
export type Probed = {
  /** ISO, to the minute. */
  readonly at: string;
  /** By what was tried: schema, seed, logprobs, system, stop; yes, no, refused or unclear. */
  readonly found: Readonly<Record<string, string>>;
  /** Median of the exchanges, milliseconds. */
  readonly ms: number;
  readonly shutdown: string | null;
};
/** What was found out about models’ servers, by agent id. */
export type Probes = Readonly<Record<string, Probed>>;

/**
 * How models answered: questions by outcome in percent, doubts about repaired answers, and what was sent with every
 * call.
 */
export function modelBlocks(models: readonly CallCount[], probes: Probes): readonly Block[] {
  return [
    {
      kind: 'table',
      columns: [
        { head: 'model' },
        { head: 'questions', align: 'right' },
        ...CALL_OUTCOMES.map(([head]) => ({ head, align: 'right' as const })),
      ],
      rows: models.map((one) => [
        { text: one.agent },
        { text: questionCount(one).toLocaleString('en') },
        ...CALL_OUTCOMES.map(([outcome]) => ({ text: share(one.outcomes[outcome] ?? 0, questionCount(one)) })),
      ]),
    },
    text(
      `Questions, not calls: each counts once, by the last call about it, and percentages are of questions. ${CALL_OUTCOMES.map(([name, means]) => `${name}: ${means}`).join('; ')}.`,
    ),
    ...models.flatMap((one) => [text(answeredWords(one)), ...repairDoubt(one)]),
    ...[...servedWarnings(models.flatMap(servedOf)), ...lineageSentences(models.flatMap(servedOf))].map((one) =>
      text(one),
    ),
    { kind: 'facts', facts: models.flatMap((one) => settingsFacts(one, probes[one.agent])) },
  ];
}

/** The models that answered for one that was asked. */
export const servedOf = ({ provider, model, served, leftOut, lineage }: CallCount): readonly ServedModel[] =>
  served.map((name) => ({ provider, model, served: name, leftOut, ...(lineage === undefined ? {} : { lineage }) }));

const share = (n: number, of: number): string =>
  n === 0 || of === 0
    ? String(n)
    : `${n.toLocaleString('en')} (${n / of < 0.01 ? '< 1' : n < of && n / of > 0.99 ? '> 99' : Math.round((100 * n) / of)} %)`;

/** "Of 436 questions to x 274 were answered (63 %), 55 of them at the second try; 162 were not: 54 refused, …". */
export function answeredWords(one: CallCount): string {
  const { agent, outcomes } = one;
  const of = questionCount(one);
  const repaired = outcomes['repaired'] ?? 0;
  const read = (outcomes['answered'] ?? 0) + repaired;
  const lost = CALL_OUTCOMES.slice(2).flatMap(([name]) =>
    (outcomes[name] ?? 0) > 0 ? [`${outcomes[name]} ${name}`] : [],
  );
  const not = of - read;
  return `${agent}: of ${counted(of, 'question')} ${share(read, of)} ${read === 1 ? 'has' : 'have'} an answer of the model${repaired > 0 ? `, ${repaired} at the second try` : ''}; ${not === 0 ? 'none is without' : `${not} ${not === 1 ? 'has' : 'have'} none: ${lost.join(', ')}`}.`;
}

/** Which probe speaks of a setting. */
const PROBE_OF: Readonly<Record<string, string>> = {
  seed: 'seed',
  stop: 'stop',
  logprobs: 'logprobs',
  top_logprobs: 'logprobs',
};
const FOUND: Readonly<Record<string, string>> = {
  yes: 'honoured when probed',
  no: 'ignored when probed',
  refused: 'refused when probed',
  unclear: 'unclear when probed',
};
const TRIED: Readonly<Record<string, string>> = {
  schema: 'a JSON schema binds the answer',
  seed: 'the same seed gives the same answer',
  logprobs: 'log-probabilities come with the answer',
  system: 'a system message is followed',
  stop: 'a stop text ends the answer',
  temperature: 'a temperature is taken',
  budget: 'a budget of tokens ends the answer',
};

type Facts = Extract<Block, { kind: 'facts' }>['facts'];

/** "temperature: refused, the server's own, seed 7 (ignored when probed)". What a server refused was not sent with any answer. */
export const sentWords = ({ settings, leftOut }: Pick<CallCount, 'settings' | 'leftOut'>, probed?: Probed): string =>
  [
    ...Object.entries(settings ?? {}).flatMap(([name, value]) => {
      if (leftOut.includes(name)) return [];
      const found = probed?.found[PROBE_OF[name] ?? ''];
      return `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}${found === undefined ? '' : ` (${FOUND[found] ?? found})`}`;
    }),
    ...leftOut.map(refusedWords),
  ].join(', ');

function settingsFacts(one: CallCount, probed: Probed | undefined): Facts {
  const { agent, settings, calls, tokensIn, tokensOut, cost } = one;
  const seen = Object.entries(probed?.found ?? {}).map(([name, how]) => `${TRIED[name] ?? name}: ${how}`);
  return [
    {
      label: `${agent}, sent with its first call`,
      value: settings === null ? 'not stored' : sentWords(one, probed) || 'nothing but the model',
    },
    ...(one.served.length === 0 ? [] : [{ label: `${agent}, answered by`, value: one.served.join(', ') }]),
    {
      label: `${agent}, its server when probed`,
      value:
        probed === undefined
          ? 'not probed from this folder: whether the server honours what was sent is not known'
          : `${seen.join('; ')}. One exchange each, ${probed.at}, median ${Math.round(probed.ms)} ms${probed.shutdown === null ? '' : `; to be switched off on ${probed.shutdown}`}`,
    },
    {
      label: `${agent}, use`,
      value: `${counted(calls, 'call')}, ${tokensIn.toLocaleString('en')} tokens in, ${tokensOut.toLocaleString('en')} out, ${cost === null ? 'price not known' : `${cost.toFixed(4)} USD`}`,
    },
  ];
}

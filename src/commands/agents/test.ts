/** `homines agents test ID`: a few tiny requests, and what they show is kept. */
import { loadGames } from '../../disk/games.ts';
import { readModelId } from '../../agents/offline.ts';
import { clientOf, everyProvider } from '../../model/registry.ts';
import { changeLab, LAB_FILE, readLab } from '../../model/lab-file.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { ANSWER_TOKENS, THINKING_TOKENS } from '../../model/dialect.ts';
import { dialectProbed, probe, type Probe, TRIED } from '../../model/probe.ts';
import { rateLimiter } from '../../model/rate-limiter.ts';
import { keyOf } from '../../model/provider.ts';
import { refuseUntrusted } from '../../model/trust.ts';
import { diagnose, shutdownSentence } from '../../model/server.ts';
import { counted, sentence } from '../../core/format.ts';
import { leftOutSentences, servedWarnings } from '../../core/served-model.ts';
import { UserError } from '../../core/user-error.ts';
import { aligned, wrap } from '../shared/text-columns.ts';
import { print, printJson, printWait } from '../shared/print.ts';
import { trusting } from '../shared/trusting.ts';
import { byHand } from '../../core/shell.ts';
import { decisionNotes, lookForDecision } from './decision.ts';

export async function test(typed: string | undefined, asJson: boolean, trusts: boolean): Promise<number> {
  const lab = readLab(process.cwd());
  const known = Object.keys(lab.agents);
  if (typed === undefined)
    throw new UserError(
      `homines agents test needs a model, as in "${byHand(`agents test ${known[0] ?? 'openai/MODEL'}`)}".`,
    );
  const providers = everyProvider(lab, process.env, process.cwd());
  const [game] = await loadGames();
  const named = readModelId(
    typed,
    game!,
    providers.map(({ name }) => name),
  );
  const provider = providers.find(({ name }) => name === named.provider)!;
  await trusting(trusts, () => refuseUntrusted(provider, process.env));
  const client = clientOf(provider, keyOf(provider, process.env));
  const limitMs = limitFrom(process.env, RUN_LIMIT_S);
  const limit = (): AbortSignal => AbortSignal.timeout(limitMs);
  printWait(`Asking ${typed} a few short questions; ${limitMs / 1000} s at most for each, Ctrl-C stops.`);
  const tried = await probe(client, named.model, limit);
  const id = `${named.provider}/${named.model}`;
  const decided = await lookForDecision(
    {
      connection: {
        ...{ client, model: named.model, limiter: rateLimiter(1) },
        dialect: dialectProbed(tried.ok ? tried.probe : undefined),
      },
      settings: lab.agents[id]?.settings ?? {},
      ...{ chats: tried.ok, limitMs },
    },
    tried.ok ? null : tried.http,
  );
  const decision = decided?.kind === 'found' ? decided.found : null;
  if (!tried.ok && (decision?.dialect ?? null) === null)
    throw new UserError(sentence(await diagnose(provider, client, named.model, tried.http, limit())));
  changeLab(process.cwd(), (now) => ({
    ...now,
    agents: {
      ...now.agents,
      [id]: {
        ...now.agents[id],
        ...(tried.ok ? { probe: tried.probe } : {}),
        ...(decision === null ? {} : { decision }),
      },
    },
  }));
  const seen = tried.ok ? tried.probe : null;
  const warning = shutdownSentence(id, seen?.shutdown ?? null, Date.now());
  const notes = [
    ...(seen === null ? [] : probeNotes(id, seen)),
    ...decisionNotes(id, decided, lab.agents[id]?.decision ?? null),
  ];
  if (asJson) return printJson({ id, address: provider.address, ...seen, decision, warning, notes });
  print(
    `${id} at ${provider.address}: ${counted(tried.exchanges.length, 'request')}${seen === null ? '' : `, ${seen.ms} ms each (median)`}\n`,
  );
  print(
    aligned(
      [
        ...TRIED.map((what) => [`  ${what}`, seen?.[what] ?? 'unclear', FINDINGS[what]]),
        [
          '  decision',
          decision === null ? 'unclear' : (decision.dialect ?? 'no'),
          'probabilities of all answers, in one look',
        ],
      ],
      3,
    ),
  );
  print(
    `\n${wrap(`yes and no are what was seen in one exchange each; refused: the server does not take the setting, and it is left out from now on. Kept in ${LAB_FILE}.`)}`,
  );
  for (const note of notes) print(`\n${wrap(note)}`);
  if (warning !== null) print(`\n${wrap(warning)}`);
  return 0;
}

const FINDINGS: Readonly<Record<(typeof TRIED)[number], string>> = {
  schema: 'a JSON schema binds the answer against the words',
  seed: 'one seed gives the same answer twice',
  temperature: 'a temperature is taken',
  logprobs: 'token probabilities that can be read come with the answer',
  system: 'a system message is followed',
  stop: 'a stop text of several words ends the answer',
  budget: 'a budget of tokens ends the answer',
};

/** What else was seen and matters for a run, in sentences. */
function probeNotes(id: string, probe: Probe): readonly string[] {
  const [provider, model] = [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)];
  return [
    ...servedWarnings([{ provider, model, served: probe.served ?? null, leftOut: [] }]),
    ...leftOutSentences([{ provider, model, served: null, leftOut: probe.refused ?? [] }]),
    ...(probe.thinks === true
      ? [
          `It thinks before it answers: its answers get ${THINKING_TOKENS.toLocaleString('en')} tokens, others ${ANSWER_TOKENS.toLocaleString('en')}.`,
        ]
      : []),
    ...(probe.unanswered === undefined
      ? []
      : [
          `${counted(probe.unanswered, 'request')} had no answer in time: what was not asked or answered is unclear, the rest is kept.`,
        ]),
  ];
}

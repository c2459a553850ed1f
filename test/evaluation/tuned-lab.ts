/**
 * A lab folder with a run that was trained, its set and its control, and a server of ours in the place of theirs: the tuned model
 * answers held-out questions by theory, the base and the control by noise that hangs on the prompt alone.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksAsText } from '../../src/core/blocks.ts';
import type { Answer } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { loadGames } from '../../src/disk/games.ts';
import { expectedBy } from '../../src/model/prompt.ts';
import { PROOFS, type ProofName } from '../../src/tune/proof.ts';
import { presented, situationOf } from '../../src/tune/row-question.ts';
import { type TuneRow, tuneRow } from '../../src/tune/row.ts';
import { type DecisionModel, serveDecisions } from '../model/decision-server.ts';
import { type Place, placeOf } from '../model/running.ts';
import type { Asked } from '../model/server.ts';

export type TunedLab = Place & {
  readonly rows: readonly TuneRow[];
  /** Requests that the models got, by model. */
  asked(model: string): number;
  /** From now on a model answers nothing. */
  silence(model: string): void;
} & AsyncDisposable;

export type TunedLabSettings = {
  readonly agent?: string;
  /** Proofs that failed, and those that are missing. */
  readonly failed?: readonly ProofName[];
  readonly missing?: readonly ProofName[];
  readonly control?: boolean;
  readonly finished?: boolean;
  readonly heldOut?: number;
  /** How sure a model is of theory's answer when it is asked for probabilities. */
  readonly sure?: number;
};

const RUN = 'ego';

/** A number from 0 to 1 that hangs on the text alone. */
const noise = (text: string): number => rng(text.length, text).unit();

export async function tunedLab({
  agent = 'economicus',
  failed = [],
  missing = [],
  control = true,
  finished = true,
  heldOut = 24,
  sure = 0.9,
}: TunedLabSettings = {}): Promise<TunedLab> {
  const counts = new Map<string, number>();
  const silent = new Set<string>();
  /** Set when the rows are there. */
  let theory: (said: string) => { readonly answer: Answer; readonly label: string } | null = () => null;
  const says = (model: string, said: string, labels: readonly string[]): string => {
    if (model === RUN) return theory(said)?.label ?? labels.toSorted().at(-1) ?? '';
    return labels[Math.floor(noise(`${model} ${said}`) * labels.length)] ?? '';
  };
  const modelOf = (model: string): DecisionModel => ({
    rule: ({ state, instruction, labels }) => {
      const said = says(model, `${state}\n${instruction}`, labels);
      // Whole numbers stand in quotes, so that their order is kept.
      const wanted = labels.find((label) => label.replaceAll('"', '') === said) ?? labels.toSorted().at(-1);
      return labels.map((label) => (label === wanted ? sure : (1 - sure) / (labels.length - 1)));
    },
    instead: (res) => {
      counts.set(model, (counts.get(model) ?? 0) + 1);
      if (!silent.has(model)) return undefined;
      res.destroy();
      return true;
    },
    chat(res, { body }: Asked) {
      counts.set(model, (counts.get(model) ?? 0) + 1);
      if (silent.has(model)) return void res.destroy();
      const said = (body.messages ?? []).map(({ content }) => content).join('\n');
      const options = /Possible answers: (.*?)\.(?:\n|$)/.exec(said)?.[1]?.split(/, | or /) ?? [];
      const label = says(model, said, options);
      const json = said.includes('"answer"');
      const text = label === '' ? 'Paris.' : json ? JSON.stringify({ reasons: 'it is so', answer: label }) : label;
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          ...{ id: 'c', object: 'chat.completion', created: 1, model },
          choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
          usage: { prompt_tokens: 100, completion_tokens: 4, total_tokens: 104 },
        }),
      );
    },
  });
  const names = ['small-base', RUN, 'shuffled'];
  const server = await serveDecisions(Object.fromEntries(names.map((name) => [name, modelOf(name)])));
  const seat = { decision: { dialect: 'systemone', at: 1 } };
  const here = placeOf(server, {
    providers: { tuned: { address: server.address } },
    agents: Object.fromEntries(names.map((name) => [`tuned/${name}`, seat])),
  });
  const set = `tune data --agent ${agent} --rows 40 --held-out ${heldOut} --seed 1 --out sets/own`;
  const made = await here.homines(set);
  if (made.code !== 0) throw new Error(made.err);
  const read = (file: string): string => readFileSync(join(here.folder, 'sets/own', file), 'utf8');
  const rows = read('held-out.jsonl')
    .trim()
    .split('\n')
    .map((line) => tuneRow.parse(JSON.parse(line)));
  const { hash, agent: named } = JSON.parse(read('set.json')) as { hash: string; agent: string };
  const games = await loadGames();
  const known = rows.flatMap((row) => {
    const { source } = row;
    const game = games.find(({ name }) => name === source?.game);
    if (source === null || game === undefined) return [];
    const { request } = situationOf(game, game.config.parse(source.config), source);
    const { view, decision, names: called } = request;
    const label =
      decision.input.kind === 'choice'
        ? (decision.input.options.find(({ value }) => value === row.answer)?.label ?? '')
        : String(row.answer);
    // What a scene lists turns with the options.
    const orders = decision.input.kind === 'choice' ? decision.input.options.length : 1;
    return Array.from({ length: orders }, (_, rotation) => {
      const turned = presented(decision, rotation);
      const seen = [blocksAsText(game.scene(view, turned, called)), decision.ask, expectedBy(request) ?? ''];
      return { seen, answer: row.answer, label };
    });
  });
  theory = (said) => known.find(({ seen }) => seen.every((part) => said.includes(part))) ?? null;
  const write = (name: string, shuffled: boolean): void => {
    const folder = join(here.folder, 'tunes', name);
    mkdirSync(folder, { recursive: true });
    cpSync(join(here.folder, 'sets/own'), join(folder, 'data'), { recursive: true });
    const run = {
      ...{ version: 1, name, createdAt: 1_700_000_000_000, homines: '1.0.0' },
      base: { given: 'small', kind: 'folder', path: '/models/small', name: 'small-base' },
      data: { hash, agent: named, control: shuffled, labels: 'ours', train: 40, heldOut },
      options: {
        ...{ epochs: 1, lr: 0.001, rank: 16, batch: 8, steps: null, seed: 1, maxLength: null, looks: 4, asked: 24 },
        ...{ patience: 3, thinking: false, device: 'cpu' },
      },
    };
    writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
    writeFileSync(
      join(folder, 'events.jsonl'),
      eventsOf(shuffled ? [] : failed, shuffled ? [] : missing, finished)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    );
  };
  write(RUN, false);
  if (control) write('shuffled', true);
  return {
    ...here,
    rows,
    asked: (model) => counts.get(model) ?? 0,
    silence: (model) => void silent.add(model),
  };
}

function eventsOf(failed: readonly ProofName[], missing: readonly ProofName[], finished: boolean): readonly object[] {
  const at = 1_700_000_000_000;
  const node = 'prisoners-dilemma after_C';
  const looks = [0, 2, 4].map((step) => ({
    ...{ kind: 'held-out', at: at + step, step },
    ...{ all: { right: 12 + 3 * step, asked: 24 }, byNode: { [node]: { right: 2 + step, asked: 8 } } },
  }));
  return [
    { kind: 'started', at, pid: 1, device: 'cpu', resumedAt: 0 },
    ...(finished ? [{ kind: 'finished', at: at + 9, step: 5, digest: 'a'.repeat(64), seconds: 61 }] : []),
    ...PROOFS.filter((name) => !missing.includes(name)).map((name) => ({
      ...{ kind: 'proof', at },
      proof: {
        ...{ name, at, passed: !failed.includes(name), figure: `${name}: 40 of 40` },
        ...(failed.includes(name) ? { fault: 'row t00003' } : {}),
      },
    })),
    ...[1, 2, 3, 4].map((step) => ({ kind: 'step', at: at + step, step, of: 5, loss: 2 / step })),
    ...looks,
  ];
}

/** What train.py refuses: each of its proofs fails on its fault, before the first step, and what cannot be trained is told in one sentence. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pythonFile } from '../../src/trainer/python-files.ts';
import { changedBase, eventsOf, forTrainer, tinyRows, tinyRun, train, type TinyRow } from './tiny-run.ts';
import { python } from './warm-python.ts';

const made: string[] = [];
const kept = (folder: string): string => {
  made.push(folder);
  return folder;
};
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const faultsOf = (folder: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(eventsOf(folder, 'proof').map(({ proof }) => [proof.name, proof.fault]));

const changed = (rows: readonly TinyRow[], id: string, change: (row: TinyRow) => TinyRow): readonly TinyRow[] =>
  rows.map((row) => (row.id === id ? change(row) : row));

/** The tiny model with a template that refuses a system message. */
const withoutSystem = (): string =>
  kept(
    changedBase('chat_template.jinja', (text) =>
      text.replace(
        '{% for message in messages %}',
        "{% for message in messages %}{% if message['role'] == 'system' %}{{ raise_exception('none') }}{% endif %}",
      ),
    ),
  );

describe('a proof', () => {
  it('names the row that has no answer, the one that is too long, and the decision that a server asks otherwise', async () => {
    const whole = tinyRows(12);
    const words = (row: TinyRow): TinyRow => ({
      ...row,
      prompt: row.prompt.map((message) => ({ ...message, content: message.content.repeat(9) })),
    });
    const rows = changed(
      changed(whole, 't00001', (row) => ({ ...row, completion: '' })),
      't00002',
      words,
    );
    const trained = rows.map((row) =>
      forTrainer(
        row.id === 't00003' ? { ...row, decision: { ...row.decision!, instruction: 'And what do you choose?' } } : row,
      ),
    );
    const folder = kept(tinyRun({ rows, trained, options: { maxLength: 200 } }));
    const { status, said } = await train(folder);
    expect(status, said).toBe(3);
    const faults = faultsOf(folder);
    expect(faults['mask']).toMatch(/^row t00001 /);
    expect(faults['length']).toMatch(/^row t00002 has \d{3} tokens and 200 are possible$/);
    expect(faults['template']).toMatch(/^row t00003, a typed decision: /);
    expect(eventsOf(folder, 'step')).toEqual([]);
    expect(eventsOf(folder, 'failed')).toEqual([]);
  });

  it('is failed by a template that leaves out what the model says', async () => {
    const base = kept(
      changedBase('chat_template.jinja', (text) =>
        text.replace(
          "{{ message['content'] }}",
          "{% if message['role'] != 'assistant' %}{{ message['content'] }}{% endif %}",
        ),
      ),
    );
    const folder = kept(tinyRun({ base, rows: tinyRows(6) }));
    expect((await train(folder)).status).toBe(3);
    expect(faultsOf(folder)['mask']).toMatch(/^row t00000: the answer "?'?[AB]'?"? is not in what is trained/);
  });

  it('is failed by a template that begins the answer otherwise when it is served', async () => {
    const base = kept(
      changedBase('chat_template.jinja', (text) =>
        text.replace('{% if add_generation_prompt %}<|assistant|>', '{% if add_generation_prompt %}<|assistant|>!'),
      ),
    );
    const folder = kept(tinyRun({ base, rows: tinyRows(6) }));
    expect((await train(folder)).status).toBe(3);
    expect(faultsOf(folder)['template']).toMatch(
      /^row t00000: trained after .* where .* is served \(and 5 more rows\)$/,
    );
  });
});

describe('a sentence', () => {
  const TEMPLATE = 'tokenizer.chat_template';
  const gguf = (architecture: string, template?: string): Buffer => {
    const text = (words: string): Buffer => {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(Buffer.byteLength(words)));
      return Buffer.concat([length, Buffer.from(words)]);
    };
    const head = Buffer.alloc(24);
    head.write('GGUF');
    head.writeUInt32LE(3, 4);
    const string = Buffer.alloc(4);
    string.writeUInt32LE(8);
    const said = { 'general.architecture': architecture, ...(template === undefined ? {} : { [TEMPLATE]: template }) };
    const pairs = Object.entries(said).flatMap(([key, value]) => [text(key), string, text(value)]);
    head.writeBigUInt64LE(BigInt(Object.keys(said).length), 16);
    return Buffer.concat([head, ...pairs, Buffer.alloc(64)]);
  };

  it.each<[string, () => string, RegExp]>([
    ['a run of another version', () => tinyRun({ version: 2 }), /of version 2 .* reads version 1/],
    ['a base that is gone', () => tinyRun({ base: '/nowhere/model' }), /no folder \/nowhere\/model.*--model/],
    [
      'a base without a chat template',
      () => tinyRun({ base: kept(changedBase('chat_template.jinja', () => '')) }),
      /has no chat template/,
    ],
    [
      'a rows file edited by hand',
      () => {
        const rows = tinyRows(6);
        return tinyRun({
          rows: changed(rows, 't00004', (row) => ({ ...row, completion: 'x' })),
          trained: rows.map(forTrainer),
        });
      },
      /^Row t00004 of .* is not line 5 of trl\/train.jsonl/,
    ],
    [
      'a line that is no JSON',
      () => {
        const folder = tinyRun({ rows: tinyRows(4) });
        const file = join(folder, 'data', 'trl', 'train.jsonl');
        writeFileSync(file, readFileSync(file, 'utf8').replace('"id":"t00002"', '"id":t00002'));
        return folder;
      },
      /train\.jsonl, line 3, is no JSON/,
    ],
    [
      'a byte order mark',
      () => {
        const folder = tinyRun({ rows: tinyRows(4) });
        const file = join(folder, 'data', 'trl', 'train.jsonl');
        writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
        return folder;
      },
      /train\.jsonl, line 1, begins with a byte order mark/,
    ],
    [
      'rows that are larger than anybody reads',
      () => {
        const folder = tinyRun({ rows: tinyRows(4) });
        // A file with a hole: it takes no disk.
        truncateSync(join(folder, 'data', 'trl', 'train.jsonl'), 1_000_000_001);
        return folder;
      },
      /train\.jsonl is larger than is read here/,
    ],
    [
      'a line without end',
      () => {
        const folder = tinyRun({ rows: tinyRows(4) });
        truncateSync(join(folder, 'data', 'held-out.jsonl'), 5_000_000);
        return folder;
      },
      /held-out\.jsonl, line \d+, is longer than a row can be/,
    ],
    [
      'held-out rows that are none',
      () => tinyRun({ rows: tinyRows(4), heldOut: tinyRows(1).map(({ prompt: _, ...row }) => row) }),
      /held-out\.jsonl was edited/,
    ],
    [
      'a run that is larger than it can be',
      () => {
        const folder = tinyRun({ rows: tinyRows(4) });
        truncateSync(join(folder, 'run.json'), 60_000_000);
        return folder;
      },
      /run\.json is larger than is read here/,
    ],
    ['no rows', () => tinyRun({ rows: [], trained: [] }), /has no rows/],
    [
      'a base that is sent no system message',
      () => tinyRun({ base: withoutSystem() }),
      /does not take a system message/,
    ],
  ])('says why there is no training: %s', async (_, make, sentence) => {
    const folder = kept(make());
    const { status, said } = await train(folder);
    expect(status, said).toBe(2);
    expect(eventsOf(folder, 'failed').map((event) => event.sentence.replaceAll('\n', '|'))).toEqual([
      expect.stringMatching(sentence),
    ]);
    // Of what stays as it is it is said that another try would end the same.
    expect(eventsOf(folder, 'failed').map(({ again }) => again)).toEqual([
      !/template|system message/.test(sentence.source),
    ]);
    expect(said.trimEnd().split('\n').at(-1)).toMatch(sentence);
  });

  it('a base that is sent no system message is refused when it is looked at, before there is a folder of a run', async () => {
    const { status, said } = await python(pythonFile('weights.py'), 'check', withoutSystem());
    expect(status, said).toBe(2);
    expect(said.trimEnd().split('\n').at(-1)).toMatch(/does not take a system message/);
  });

  it.each([
    ['of an architecture that transformers does not read', gguf('homines'), /architecture 'homines'.*it reads .*llama/],
    ['that is none', Buffer.from('not a model'), /is no GGUF file/],
    ['without a chat template', gguf('llama'), /has no chat template/],
    [
      'that is sent no system message',
      gguf('llama', "{% if messages[0]['role'] == 'system' %}{{ raise_exception('none') }}{% endif %}"),
      /does not take a system message/,
    ],
    [
      'that passes over what a system message says',
      gguf(
        'llama',
        "{% for one in messages %}{% if one['role'] == 'user' %}{{ one['content'] }}{% endif %}{% endfor %}",
      ),
      /does not take a system message/,
    ],
  ])('says why a GGUF file is refused: one %s', async (_, bytes, sentence) => {
    const folder = kept(tinyRun({ rows: tinyRows(1) }));
    const file = join(folder, 'model.gguf');
    writeFileSync(file, bytes);
    for (const words of [
      [file, join(folder, 'base')],
      ['check', file],
    ]) {
      const { status, said } = await python(pythonFile('weights.py'), ...words);
      expect(status, said).toBe(2);
      expect(said.trimEnd().split('\n').at(-1)).toMatch(sentence);
    }
  });
});

import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { LocalRun } from '../tune/run-folder.ts';
import { axolotlConfig } from './axolotl.ts';

const RUN: LocalRun = {
  version: 1,
  name: 'kantian',
  createdAt: 1,
  homines: '0.1.0',
  base: { given: 'a/b', kind: 'hub', path: 'a/b', name: 'b' },
  data: { hash: '0', agent: 'moralis:1', control: false, labels: 'ours', train: 320, heldOut: 40 },
  options: {
    epochs: 2,
    lr: 0.001,
    rank: 16,
    layers: 'all',
    batch: 8,
    steps: 30,
    seed: 7,
    maxLength: null,
    looks: 4,
    asked: 24,
    patience: null,
    thinking: false,
    device: 'auto',
  },
};

it('asks Axolotl for the training that run.json asks for', () => {
  const told = z.record(z.string(), z.unknown()).parse(parse(axolotlConfig(RUN)));
  expect(told).toMatchObject({
    base_model: 'a/b',
    num_epochs: 2,
    max_steps: 30,
    learning_rate: 0.001,
    lr_scheduler: 'linear',
    adam_beta2: 0.95,
    max_grad_norm: 0.05,
    lora_r: 16,
    lora_alpha: 32,
    micro_batch_size: 8,
    seed: 7,
    sample_packing: false,
    train_on_inputs: false,
    shuffle_merged_datasets: false,
    curriculum_sampling: true,
    datasets: [{ path: 'data/messages/train.jsonl', roles_to_train: ['assistant'] }],
  });
  // In what order somebody else's rows stand nobody knows.
  expect(parse(axolotlConfig({ ...RUN, data: { ...RUN.data, labels: 'not ours' } }))).not.toHaveProperty(
    'curriculum_sampling',
  );
  expect(parse(axolotlConfig({ ...RUN, options: { ...RUN.options, steps: null } }))).not.toHaveProperty('max_steps');
});

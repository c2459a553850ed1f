/** The same training as a configuration of axolotl, for whoever works with it. Not run by us. */
import type { LocalRun } from '../tune/run-folder.ts';

/** Our rows are trained on as they stand: in twos that answer differently. */
const IN_ORDER = 'shuffle_merged_datasets: false\ncurriculum_sampling: true\n';

/** axolotl.yaml of a run's folder. A text in quotes is one of JSON, which YAML reads as it is. */
export function axolotlConfig({ base, options, name, data }: LocalRun): string {
  return `# The training of this run for axolotl ("axolotl train axolotl.yaml"). Written by homines and not tried by us; the same
# rows, the same rank and rate, the answer alone trained on. What homines proves of a run it proves of its own trainer.
base_model: ${JSON.stringify(base.path)}
adapter: lora
lora_r: ${options.rank}
lora_alpha: ${2 * options.rank}
lora_dropout: 0.0
lora_target_linear: true
${options.layers === 'all' ? '' : '# Of this run only the upper third of the layers has an adapter: name them in peft_layers_to_transform.\n'}datasets:
  - path: data/messages/train.jsonl
    type: chat_template
    field_messages: messages
    roles_to_train: ["assistant"]
    train_on_eos: turn
train_on_inputs: false
${data.labels === 'ours' ? IN_ORDER : ''}dataset_prepared_path: axolotl-prepared
output_dir: ${JSON.stringify(`axolotl-${name}`)}
sequence_len: ${options.maxLength ?? 2048}
sample_packing: false
num_epochs: ${Math.max(1, Math.round(options.epochs))}
${options.steps === null ? '' : `max_steps: ${options.steps}\n`}micro_batch_size: ${options.batch}
gradient_accumulation_steps: 1
learning_rate: ${options.lr}
lr_scheduler: linear
optimizer: adamw_torch
adam_beta2: 0.95
max_grad_norm: 0.05
bf16: auto
seed: ${options.seed}
logging_steps: 1
`;
}

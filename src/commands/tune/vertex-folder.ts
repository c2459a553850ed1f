/** What a tuning job at Google's Vertex AI is made of, as files: rows in its own form, and the steps, which nobody takes from here. */
import { counted } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import type { Proof } from '../../tune/proof.ts';
import type { TuneRow } from '../../tune/row.ts';
import type { ReadTrainingSet } from '../../tune/set-read.ts';
import { TRAINER_FORMS } from '../../tune/trainer-forms.ts';

/** A model that Vertex tunes, as people name it; a folder, a GGUF file and a hub's OWNER/NAME are called otherwise. */
export const isGemini = (model: string): boolean => /^gemini-[\w.-]+$/i.test(model.trim());

/** What a set may have there: docs.cloud.google.com, "About supervised fine-tuning for Gemini models", Gemini 2.5 Flash, as it stood in 2026. */
const VERTEX_LIMITS = {
  rowTokens: 131_072,
  heldOut: 5000,
  rows: 1_000_000,
  bytes: 1e9,
  ranks: [1, 2, 4, 8, 16],
} as const;

export type VertexWanted = {
  readonly model: string;
  readonly name: string;
  readonly epochs: number | null;
  readonly rank: number | null;
  readonly labels: Proof;
};

/** A line of a file of rows. The system message is Vertex's systemInstruction; a typed decision is asked with its letters. */
const line = (row: TuneRow): string => `${TRAINER_FORMS.vertex(row)}\n`;

/** The files by their names. Throws a UserError for what is beyond the limits. */
export function vertexFiles(
  { set, train, heldOut }: ReadTrainingSet,
  wanted: VertexWanted,
): ReadonlyMap<string, string> {
  const { rank } = wanted;
  if (rank !== null && !VERTEX_LIMITS.ranks.some((one) => one === rank))
    throw new UserError(`Vertex has adapters of rank ${VERTEX_LIMITS.ranks.join(', ')}; got --rank ${rank}.`);
  if (heldOut.length > VERTEX_LIMITS.heldOut)
    throw new UserError(
      `Vertex takes ${counted(VERTEX_LIMITS.heldOut, 'row')} for validation at most, and the set holds ${heldOut.length.toLocaleString('en')} out: make it again with fewer --held-out.`,
    );
  const rows = train.map(line).join('');
  // A token has a letter at least: what has fewer letters is not cut.
  const long = train.find((row) => line(row).length > VERTEX_LIMITS.rowTokens);
  if (long !== undefined)
    throw new UserError(
      `Row ${long.id} may have more than the ${VERTEX_LIMITS.rowTokens.toLocaleString('en')} tokens that Vertex takes, and would be cut: leave it out.`,
    );
  if (train.length > VERTEX_LIMITS.rows || Buffer.byteLength(rows) > VERTEX_LIMITS.bytes)
    throw new UserError(
      `Vertex takes a million rows and a gigabyte at most, and the set has ${counted(train.length, 'row')} of ${Math.ceil(Buffer.byteLength(rows) / 1e6)} MB: make a smaller one.`,
    );
  return new Map([
    ['vertex/train.jsonl', rows],
    ...(heldOut.length === 0 ? [] : ([['vertex/validation.jsonl', heldOut.map(line).join('')]] as const)),
    ['README.md', readme({ set, train, heldOut }, wanted)],
  ]);
}

function readme({ set, train, heldOut }: ReadTrainingSet, { model, name, epochs, rank, labels }: VertexWanted): string {
  const hyper = [
    ...(epochs === null ? [] : [`"epochCount": ${Math.max(1, Math.round(epochs))}`]),
    ...(rank === null ? [] : [`"adapterSize": "ADAPTER_SIZE_${RANK_WORDS[rank]}"`]),
  ];
  const spec = [
    `"trainingDatasetUri": "gs://$BUCKET/${name}/train.jsonl"`,
    ...(heldOut.length === 0 ? [] : [`"validationDatasetUri": "gs://$BUCKET/${name}/validation.jsonl"`]),
    ...(hyper.length === 0 ? [] : [`"hyperParameters": { ${hyper.join(', ')} }`]),
  ];
  return `# ${name}: ${model} at Vertex AI

Made by homines from a set of ${set.control ? `a control of ${set.agent}` : set.agent}, hash ${set.hash}:
${counted(train.length, 'row')} to train on, ${heldOut.length} held out. Labels: ${labels.passed ? 'passed' : 'not ours'}, ${labels.figure}.

homines sends nothing to Vertex: these are the steps by hand. They follow Google's documentation and were not tried by us.
The proofs of mask, length, template and *alive* are not made there; read \`vertex/train.jsonl\` before it goes.

## Before

A project with billing, the Vertex AI API switched on, \`gcloud\` signed in, the role Vertex AI User, a bucket in the region where it trains.
Tuning is billed by the tokens of the set times the epochs; what a tuned model takes for answers stands on Vertex's price page.

    export PROJECT=your-project REGION=us-central1 BUCKET=your-bucket

## The rows into the bucket

    gcloud storage cp vertex/*.jsonl gs://$BUCKET/${name}/

## The job

In the console: Vertex AI Studio, *Create tuned model*, ${model}, the two files. Or by REST:

    curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H "Content-Type: application/json" \\
      "https://$REGION-aiplatform.googleapis.com/v1/projects/$PROJECT/locations/$REGION/tuningJobs" -d @- <<JOB
    {
      "baseModel": "${model}",
      "tunedModelDisplayName": "${name}",
      "supervisedTuningSpec": {
        ${spec.join(',\n        ')}
      }
    }
    JOB

The answer has the job's name (projects/…/tuningJobs/NUMBER). How it stands, and in the end \`tunedModel.endpoint\`:

    curl -H "Authorization: Bearer $(gcloud auth print-access-token)" \\
      "https://$REGION-aiplatform.googleapis.com/v1/projects/$PROJECT/locations/$REGION/tuningJobs/NUMBER"

## Limits

${VERTEX_LIMITS.rowTokens.toLocaleString('en')} tokens a row, ${VERTEX_LIMITS.heldOut.toLocaleString('en')} rows for validation, 1 GB and a million rows to train on, adapters of rank
${VERTEX_LIMITS.ranks.join(', ')} (Gemini 2.5 Flash; "About supervised fine-tuning for Gemini models"). This set keeps them.
A model that thinks learns answers without thoughts: Google advises to switch thinking off, or as low as it goes, when it is asked.

## At the table

An endpoint is asked by the OpenAI protocol, with an access token that lasts an hour:

    export VERTEX_ACCESS_TOKEN=$(gcloud auth print-access-token)
    ${byHand(`agents add vertex "https://$REGION-aiplatform.googleapis.com/v1beta1/projects/$PROJECT/locations/$REGION/endpoints/ENDPOINT" --key VERTEX_ACCESS_TOKEN --model ${name}`)}

It sits then as vertex/${name}, as a model of which homines knows no run: its reports say nothing of its training. Delete the
endpoint when nobody asks it any more.
`;
}

const RANK_WORDS: Readonly<Record<number, string>> = { 1: 'ONE', 2: 'TWO', 4: 'FOUR', 8: 'EIGHT', 16: 'SIXTEEN' };

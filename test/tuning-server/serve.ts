/**
 * The tuning server by itself, to try the tuning of providers by hand: `node test/tuning-server/serve.ts [PORT] [SPEED] [TOKENIZER]` prints
 * its addresses, the keys and what homines.config.json is to say, and runs until Ctrl-C. Tinker is there where a folder with a tokenizer whose
 * letters are bytes is named, as that of the tests' tiny model: what the SDK sends is read by it.
 */
import { keyOf } from './accounts.ts';
import { SECTIONS, startTuningServer } from './index.ts';
import { tinkerOf } from './tinker-runs.ts';

/** Providers that homines knows by their own kind; all others are asked as OpenAI is. */
const KINDS: Readonly<Record<string, string>> = { azure: 'azure' };

/** Where models are asked, behind the address of all else. */
const ASKED: Readonly<Record<string, string>> = { tinker: '/oai/api/v1' };

const [port = '0', speed = '1', tokenizer] = process.argv.slice(2);
const server = await startTuningServer({ port: Number(port), speed: Number(speed) });
const sections = SECTIONS.filter(({ name }) => name !== 'tinker' || tokenizer !== undefined);
if (tokenizer !== undefined) tinkerOf(server.world.at('tinker')).tokenizer = tokenizer;
const lines = [
  `The tuning server listens at ${server.url}. Keys, to be set where homines runs:`,
  ...sections.map(({ name }) => `  export ${keyName(name)}=${name === 'tinker' ? 'tml-' : ''}${keyOf(name)}`),
  'homines.config.json:',
  JSON.stringify(
    {
      providers: Object.fromEntries(
        sections.map(({ name }) => [
          name,
          {
            address: `${server.address(name)}${ASKED[name] ?? ''}`,
            key: keyName(name),
            ...(KINDS[name] === undefined ? {} : { kind: KINDS[name] }),
          },
        ]),
      ),
    },
    null,
    2,
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));

function keyName(name: string): string {
  return name === 'azure' ? 'AZURE_OPENAI_API_KEY' : `${name.toUpperCase()}_API_KEY`;
}

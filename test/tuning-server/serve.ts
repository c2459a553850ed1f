/**
 * The tuning server by itself, to try the tuning of providers by hand: `node test/tuning-server/serve.ts [PORT] [SPEED]` prints its
 * addresses, the keys and what homines.config.json is to say, and runs until Ctrl-C.
 */
import { keyOf } from './accounts.ts';
import { SECTIONS, startTuningServer } from './index.ts';

/** Providers that homines knows by their own kind; all others are asked as OpenAI is. */
const KINDS: Readonly<Record<string, string>> = { azure: 'azure' };

const [port = '0', speed = '1'] = process.argv.slice(2);
const server = await startTuningServer({ port: Number(port), speed: Number(speed) });
const lines = [
  `The tuning server listens at ${server.url}. Keys, to be set where homines runs:`,
  ...SECTIONS.map(({ name }) => `  export ${keyName(name)}=${keyOf(name)}`),
  'homines.config.json:',
  JSON.stringify(
    {
      providers: Object.fromEntries(
        SECTIONS.map(({ name }) => [
          name,
          {
            address: server.address(name),
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

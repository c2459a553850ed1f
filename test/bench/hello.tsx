/** The least that Ink can show, to compare the first frame of the lab with. */
import { render, Text } from 'ink';

render(<Text>hello, world</Text>, { interactive: true, alternateScreen: true });
setInterval(() => undefined, 1000);

import { rowFacts } from '../../test/store/facts/rows.ts';
import { IN_MEMORY } from './connect.ts';

rowFacts(async () => IN_MEMORY, 300);

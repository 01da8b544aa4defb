import { expect, it } from 'vitest';
import { KeptInMemory } from '@/api/kept/kept-database';
import { settle } from '@/lib/testing/manual-clock';
import { TextKeeper, type KeptText } from './kept-text';

const TEXT: KeptText = { draft: 'd', version: 3, base: 'a', markdown: 'b' };

it('has the newest of several quick changes, for the person whose it is', async () => {
  const store = new KeptInMemory();
  const keeper = new TextKeeper(store, 'clara', 'cells');

  keeper.keep(TEXT);
  keeper.keep({ ...TEXT, markdown: 'c' });
  keeper.keep({ ...TEXT, markdown: 'd' });
  await settle();

  expect((await new TextKeeper(store, 'clara', 'cells').read())?.markdown).toBe('d');
  expect(await new TextKeeper(store, 'ben', 'cells').read()).toBeNull();
  expect(await new TextKeeper(store, 'clara', 'moods').read()).toBeNull();
});

it('has nothing any more once the server has it', async () => {
  const store = new KeptInMemory();
  const keeper = new TextKeeper(store, 'clara', 'cells');

  keeper.keep(TEXT);
  keeper.keep(null);
  await settle();

  expect(await keeper.read()).toBeNull();
});

import { expect, it } from 'vitest';
import { inReadingOrder, matching, readFiles } from './files';

const MANIFEST = {
  files: [
    { path: 'README.md', sha256: 'aa11', size: 10, media_type: 'text/markdown' },
    { path: 'media/bb22.png', sha256: 'bb22', size: 20, media_type: 'image/png' },
    { path: 'schema.json', sha256: 'cc33', size: 30, media_type: 'application/json' },
  ],
};

it('puts the files of the version before the bytes of its items', () => {
  expect(inReadingOrder(readFiles(MANIFEST)).map((file) => file.path)).toEqual([
    'README.md',
    'schema.json',
    'media/bb22.png',
  ]);
  expect(readFiles('nothing')).toEqual([]);
});

it('finds by name and by the beginning of a hash', () => {
  const files = readFiles(MANIFEST);
  expect(matching(files, ' SCHEMA ')).toHaveLength(1);
  expect(matching(files, 'bb2')).toHaveLength(1);
  expect(matching(files, '')).toHaveLength(3);
});

import { expect, it } from 'vitest';
import { curlCommand, pullName, pythonCode, shellCommands } from './pull';

const PULL = { origin: 'https://labels.example.org', slug: 'cells', number: 2 };

it('names the version, and the organisation only where it is needed', () => {
  expect(pullName(PULL)).toBe('cells@2');
  expect(pullName({ ...PULL, organisation: 'acme' })).toBe('acme/cells@2');
});

it('names the schema version that it is read under', () => {
  expect(shellCommands({ ...PULL, asSchema: 3 })).toMatch(
    /^labelwright pull cells@2 --as-schema 3$/m,
  );
});

it('writes commands that can be pasted', () => {
  expect(shellCommands(PULL)).toContain('\nlabelwright pull cells@2');
  expect(pythonCode(PULL)).toContain('client.pull("cells@2", to="data/cells-2")');
  expect(curlCommand(PULL, 'abc')).toContain(
    'https://labels.example.org/api/v1/dataset-versions/abc/manifest',
  );
});

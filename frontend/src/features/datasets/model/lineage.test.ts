import { expect, it } from 'vitest';
import { readLineage } from './lineage';

it('reads what the API says, the most frequent cause first', () => {
  const lineage = readLineage({
    schema_versions: [{ number: 1, identity: 'ab', annotations: 7 }, 'x'],
    guideline_versions: [{ number: 2, sha256: 'cd', annotations: 7 }],
    causes: { human: 2, review: 5 },
    annotators: 3,
    schema_migrations: { carried: 4, left_out: { waiting: 2, refused: 1, unreachable: 3 } },
  });
  expect(lineage).toEqual({
    schemaVersions: [{ number: 1, annotations: 7 }],
    guidelineVersions: [{ number: 2, annotations: 7 }],
    causes: [
      { cause: 'review', annotations: 5 },
      { cause: 'human', annotations: 2 },
    ],
    annotators: 3,
    carried: 4,
    waiting: 2,
    lost: 4,
  });
});

it('does with nothing', () => {
  expect(readLineage(null)).toEqual({
    schemaVersions: [],
    guidelineVersions: [],
    causes: [],
    annotators: 0,
    carried: 0,
    waiting: 0,
    lost: 0,
  });
});

import { describe, expect, it } from 'vitest';
import type { SchemaDocument } from '@/lib/schema-document';
import {
  blankCondition,
  choicesFor,
  isComplete,
  readSplit,
  readValues,
  sourceOf,
  sourcesOf,
  writeSplit,
  type Rule,
} from './split-rules';

const LOBES = { key: 'lobes', type: 'choice', options: [{ key: 'one' }, { key: 'two' }] };
const BEFORE: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [{ key: 'wbc', geometry: 'box', attributes: [LOBES] }],
    },
    { key: 'stain', type: 'choice', options: [{ key: 'good' }] },
  ],
};
const AFTER: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'cells',
      type: 'regions',
      labels: [
        { key: 'single', geometry: 'box' },
        { key: 'lobed', geometry: 'box' },
      ],
    },
  ],
};
const RULE: Rule = {
  when: { type: 'attribute_is', attribute: 'lobes', values: ['one'] },
  to: 'single',
};
const DOCUMENT = {
  kind: 'split_label/1',
  field: 'cells',
  label: 'wbc',
  targets: ['single', 'lobed'],
};

describe('a split', () => {
  it('is written as it was read', () => {
    const document = { ...DOCUMENT, rules: [RULE], otherwise: 'lobed', consumes: ['lobes'] };

    expect(writeSplit(readSplit(document), BEFORE, AFTER)).toEqual(document);
  });

  it('asks a person where nothing else is said', () => {
    expect(readSplit(DOCUMENT).otherwise).toBeNull();
    expect(writeSplit(readSplit(DOCUMENT), BEFORE, AFTER)).toEqual(DOCUMENT);
  });

  it('loses nothing with an attribute that its rules have used up', () => {
    const split = { ...readSplit(DOCUMENT), rules: [RULE] };

    expect(writeSplit(split, BEFORE, AFTER)).toMatchObject({ consumes: ['lobes'] });
  });

  it('keeps an attribute that a new label has, too', () => {
    const kept = {
      ...AFTER,
      fields: [
        {
          key: 'cells',
          type: 'regions',
          labels: [{ key: 'lobed', geometry: 'box', attributes: [LOBES] }],
        },
      ],
    };

    expect(writeSplit({ ...readSplit(DOCUMENT), rules: [RULE] }, BEFORE, kept)).not.toHaveProperty(
      'consumes',
    );
  });
});

describe('what a rule looks at', () => {
  it('is an attribute, a measure of the box, or an answer about the item', () => {
    expect(sourcesOf(BEFORE, readSplit(DOCUMENT)).map(({ id }) => id)).toEqual([
      'attribute lobes',
      'area',
      'aspect_ratio',
      'answer stain',
    ]);
  });

  it('is the text where spans are marked', () => {
    const spans = {
      input: 'text',
      fields: [{ key: 'names', type: 'spans', labels: [{ key: 'wbc' }] }],
    };

    expect(
      sourcesOf(spans, { ...readSplit(DOCUMENT), field: 'names' }).map(({ id }) => id),
    ).toEqual(['text_matches']);
  });

  it('is found again from its condition', () => {
    const sources = sourcesOf(BEFORE, readSplit(DOCUMENT));

    expect(sources.map((source) => sourceOf(blankCondition(source)))).toEqual(
      sources.map(({ id }) => id),
    );
  });
});

describe('a rule', () => {
  it.each<[string, Rule]>([
    ['a value', RULE],
    ['one bound', { when: { type: 'area', below: 900 }, to: 'single' }],
    ['a pattern', { when: { type: 'text_matches', pattern: '^A' }, to: 'single' }],
  ])('is complete with %s', (_, rule) => {
    expect(isComplete(rule)).toBe(true);
  });

  it.each<[string, Rule]>([
    ['where it leads', { ...RULE, to: '' }],
    ['a value', { when: { type: 'attribute_is', attribute: 'lobes', values: [] }, to: 'single' }],
    ['a bound', { when: { type: 'aspect_ratio', below: null }, to: 'single' }],
    ['a pattern', { when: { type: 'text_matches', pattern: '' }, to: 'single' }],
  ])('is not complete without %s', (_, rule) => {
    expect(isComplete(rule)).toBe(false);
  });
});

it('reads values in the type that they have', () => {
  expect(readValues('boolean', ['true', 'false'])).toEqual([true, false]);
  expect(readValues('number', ['2.5', 'x'])).toEqual([2.5]);
  expect(readValues('choice', ['one'])).toEqual(['one']);
});

it('offers what can be chosen, and nothing where anything can be written', () => {
  expect(choicesFor(LOBES)).toBe(LOBES.options);
  expect(choicesFor({ type: 'boolean' })?.map(({ key }) => key)).toEqual(['true', 'false']);
  expect(choicesFor({ type: 'text' })).toBeNull();
});

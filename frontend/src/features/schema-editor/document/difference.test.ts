import { describe, expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import { differenceOf, isStructural } from './difference';
import { changeFieldType, duplicate, remove, setProperty, setWords } from './operations';
import { moveInList } from './pointer';

describe('What changed', () => {
  it('is nothing between equals, defaults written or not', () => {
    const spelled = setProperty(CELLS, '/fields/0/labels/1/name', 'wbc');

    expect(differenceOf(CELLS, CELLS)).toEqual([]);
    expect(differenceOf(CELLS, spelled)).toEqual([]);
  });

  it('names labels that came and went, by key', () => {
    const after = remove(
      duplicate(CELLS, '/fields/0/labels/0').document,
      '/fields/0/labels/2',
    ).document;

    expect(differenceOf(CELLS, after)).toMatchObject([
      { kind: 'removed', part: 'label', path: ['cells', 'wbc'], within: 'cells' },
      { kind: 'added', part: 'label', path: ['cells', 'rbc_2'], title: 'RBC 2' },
    ]);
  });

  it('tells a new name from a new look', () => {
    const renamed = setProperty(CELLS, '/fields/0/labels/0/name', 'Erythrocyte');
    const after = setProperty(renamed, '/fields/0/labels/0/colour', '#000000');
    const changes = differenceOf(CELLS, after);

    expect(changes).toMatchObject([
      { kind: 'renamed', before: 'RBC', after: 'Erythrocyte' },
      { kind: 'changed', property: 'colour', isCosmetic: true },
    ]);
    expect(changes.map(isStructural)).toEqual([true, false]);
  });

  it('sees another order, because it is the class numbering', () => {
    const after = moveInList(CELLS, '/fields/0/labels/0', 1);

    expect(differenceOf(CELLS, after)).toMatchObject([
      { kind: 'reordered', part: 'label', within: 'cells' },
    ]);
  });

  it('sees another type with the options that go with it', () => {
    const changes = differenceOf(CELLS, changeFieldType(CELLS, '/fields/1', 'text'));

    expect(changes).toMatchObject([
      { kind: 'changed', property: 'type', before: 'choice', after: 'text' },
      { kind: 'removed', part: 'option', path: ['quality', 'good'] },
      { kind: 'removed', part: 'option', path: ['quality', 'poor'] },
    ]);
  });

  it('looks into attributes and their options', () => {
    const after = setProperty(CELLS, '/fields/0/labels/1/attributes/0/options/0/name', 'pair');

    expect(differenceOf(CELLS, after)).toMatchObject([
      {
        kind: 'renamed',
        part: 'option',
        within: 'cells › wbc › lobes',
        before: 'two',
        after: 'pair',
      },
    ]);
  });

  it('shows titles by language', () => {
    const after = setWords(CELLS, '/fields/0/titles', 'ko', '세포');

    expect(differenceOf(CELLS, after)).toMatchObject([
      { property: 'titles', before: 'en: Cells', after: 'en: Cells, ko: 세포', isCosmetic: true },
    ]);
  });
});

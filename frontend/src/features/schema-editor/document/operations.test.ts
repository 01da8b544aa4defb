import { describe, expect, it } from 'vitest';
import { CELLS } from '../testing/documents';
import {
  addAttribute,
  addField,
  addLabel,
  addNode,
  changeFieldType,
  duplicate,
  fieldTypesFor,
  keyFrom,
  remove,
  removeNode,
  setNodeTitle,
  setProperty,
  setWords,
  withKeyFromTitle,
} from './operations';
import { getAt, moveInList } from './pointer';

describe('Editing a taxonomy', () => {
  const taxonomy = () => {
    const { document, at } = addField(CELLS, 'taxonomy');
    return { document, roots: `${at}/nodes` };
  };

  it('begins with one line', () => {
    const { document, roots } = taxonomy();

    expect(getAt(document, roots)).toEqual([{ key: 'node' }]);
  });

  it('gives a new line a key that nothing in the whole tree has', () => {
    const { document, roots } = taxonomy();

    const below = addNode(document, `${roots}/0/children`);
    const beside = addNode(below.document, roots);

    expect(getAt(beside.document, roots)).toEqual([
      { key: 'node', children: [{ key: 'node_2' }] },
      { key: 'node_3' },
    ]);
  });

  it('lets a key that nobody chose follow the title, unless it is published', () => {
    const { document, roots } = taxonomy();

    const free = setNodeTitle(document, `${roots}/0`, 'en', 'Red cell', true);
    const fixed = setNodeTitle(document, `${roots}/0`, 'en', 'Red cell', false);

    expect(getAt(free, `${roots}/0`)).toEqual({ key: 'red_cell', titles: { en: 'Red cell' } });
    expect(getAt(fixed, `${roots}/0/key`)).toBe('node');
  });

  it('takes an empty list of children away with the last of them', () => {
    const { document, roots } = taxonomy();
    const below = addNode(document, `${roots}/0/children`);

    expect(getAt(removeNode(below.document, below.at), roots)).toEqual([{ key: 'node' }]);
  });

  it('takes what the old kind of answer had away', () => {
    const { document, at } = addField(CELLS, 'choice');

    expect(getAt(changeFieldType(document, at, 'taxonomy'), at)).toEqual({
      key: 'question',
      type: 'taxonomy',
      nodes: [{ key: 'node' }],
    });
  });
});

describe('Editing a schema document', () => {
  it('offers regions only for images and spans only for texts', () => {
    expect(fieldTypesFor('image')).not.toContain('spans');
    expect(fieldTypesFor('text')).not.toContain('regions');
  });

  it('gives a new label a free key, the next colour and the next digit', () => {
    const { document, at } = addLabel(CELLS, '/fields/0');

    expect(at).toBe('/fields/0/labels/2');
    expect(getAt(document, at)).toEqual({
      key: 'label',
      colour: '#55ccaa',
      shortcut: '3',
      geometry: 'box',
    });
    expect(document.fields[1]).toBe(CELLS.fields[1]);
  });

  it('makes a field of choices with two options to begin with', () => {
    const { document, at } = addField(CELLS, 'choices');

    expect(at).toBe('/fields/2');
    expect(document.fields[2]?.options?.map((option) => option.key)).toEqual([
      'option',
      'option_2',
    ]);
  });

  it('makes an attribute with options when its type has them', () => {
    const { document } = addAttribute(CELLS, '/fields/0/labels/0', 'choice');

    expect(getAt(document, '/fields/0/labels/0/attributes/0/options/1/key')).toBe('option_2');
  });

  it('duplicates with a key, name, colour and shortcut of its own', () => {
    const { document, at } = duplicate(CELLS, '/fields/0/labels/0');

    expect(at).toBe('/fields/0/labels/1');
    expect(getAt(document, at)).toEqual({
      key: 'rbc_2',
      name: 'RBC 2',
      colour: '#55ccaa',
      shortcut: '3',
      geometry: 'box',
    });
  });

  it('duplicates a field without the shortcuts of its parts', () => {
    const { document } = duplicate(CELLS, '/fields/1');

    expect(document.fields[2]).toEqual({
      key: 'quality_2',
      type: 'choice',
      options: [{ key: 'good' }, { key: 'poor' }],
    });
  });

  it.each([
    ['/fields/0/labels/0', '/fields/0/labels/0'],
    ['/fields/0/labels/1', '/fields/0/labels/0'],
    ['/fields/1', '/fields/0'],
  ])('removes %s and selects %s', (at, next) => {
    expect(remove(CELLS, at).at).toBe(next);
  });

  it('moves a label within its field and keeps the rest', () => {
    const document = moveInList(CELLS, '/fields/0/labels/0', 1);

    expect(document.fields[0]?.labels?.map((label) => label.key)).toEqual(['wbc', 'rbc']);
    expect(document.fields[1]).toBe(CELLS.fields[1]);
  });

  it('does not write defaults', () => {
    const named = setProperty(CELLS, '/fields/0/labels/0/name', '');
    const required = setProperty(
      setProperty(CELLS, '/fields/1/required', true),
      '/fields/1/required',
      false,
    );

    expect(getAt(named, '/fields/0/labels/0')).not.toHaveProperty('name');
    expect(required.fields[1]).toEqual(CELLS.fields[1]);
  });

  it('keeps a property in its place, so that the text beside does not jump', () => {
    const document = setProperty(CELLS, '/fields/0/labels/0/name', 'Red');

    expect(Object.keys(getAt(document, '/fields/0/labels/0') as object)[1]).toBe('name');
  });

  it('drops the map of titles with its last language', () => {
    const document = setWords(CELLS, '/fields/0/titles', 'en', '');

    expect(document.fields[0]).not.toHaveProperty('titles');
  });

  it('keeps options between one choice and several, and drops what a type has not', () => {
    const several = changeFieldType(CELLS, '/fields/1', 'choices');
    const text = changeFieldType(CELLS, '/fields/1', 'text');

    expect(several.fields[1]?.options).toEqual(CELLS.fields[1]?.options);
    expect(text.fields[1]).toEqual({ key: 'quality', type: 'text' });
  });

  it('lets a key that nobody chose follow the title, and no other', () => {
    const fresh = addLabel(CELLS, '/fields/0');
    const titled = setWords(fresh.document, `${fresh.at}/titles`, 'en', 'WBC');
    const chosen = setWords(CELLS, '/fields/0/labels/0/titles', 'en', 'Red cell');

    expect(getAt(withKeyFromTitle(titled, fresh.at), `${fresh.at}/key`)).toBe('wbc_2');
    expect(withKeyFromTitle(chosen, '/fields/0/labels/0')).toBe(chosen);
  });

  it.each([
    ['Red cell', 'red_cell'],
    ['Zellgröße 2', 'zellgro_e_2'],
    ['세포', 'label'],
    ['3 cells', 'cells'],
  ])('makes a key of %s: %s', (title, key) => {
    expect(keyFrom(title, 'label')).toBe(key);
  });
});

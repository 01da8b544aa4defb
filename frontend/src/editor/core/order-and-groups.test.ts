import { describe, expect, it } from 'vitest';
import { Editor } from './editor';
import { reordered } from './order';
import { relationFaults, relationRefusal } from './relation-rules';
import type { SchemaDocument } from './schema';
import type { AnnotationValue } from './value';

const SCHEMA: SchemaDocument = {
  input: 'image',
  fields: [
    {
      key: 'parts',
      type: 'regions',
      labels: [
        { key: 'car', geometry: 'box' },
        { key: 'wheel', geometry: 'box' },
      ],
      relations: [{ key: 'has', hierarchy: true }, { key: 'near' }],
    },
  ],
};

function region(id: string, label = 'car', more: object = {}) {
  return { id, label, geometry: { type: 'box', box: [0, 0, 4, 4] }, attributes: {}, ...more };
}

function editorWith(value: AnnotationValue): Editor {
  let next = 0;
  return new Editor({ schema: SCHEMA, value, newId: () => `new${next++}` });
}

const four = () =>
  editorWith({ parts: { regions: ['a', 'b', 'c', 'd'].map((id) => region(id)) } });

function ids(editor: Editor): string {
  return editor
    .getState()
    .document.regions.map(({ id }) => id)
    .join('');
}

describe('the order of regions', () => {
  it.each([
    ['forward', ['b'], 'acbd'],
    ['backward', ['b'], 'bacd'],
    ['front', ['a', 'c'], 'bdac'],
    ['back', ['b', 'd'], 'bdac'],
    ['forward', ['c', 'd'], 'abcd'],
    ['forward', ['a', 'b'], 'cabd'],
  ] as const)('%s of %j gives %s, and undo the order before', (step, selected, expected) => {
    const editor = four();
    editor.select(selected);

    editor.reorder(step);

    expect(ids(editor)).toBe(expected);
    editor.undo();
    expect(ids(editor)).toBe('abcd');
    editor.redo();
    expect(ids(editor)).toBe(expected);
  });

  it('puts one right under another, or over all', () => {
    const editor = four();

    editor.placeBefore('d', 'b');
    expect(ids(editor)).toBe('adbc');

    editor.placeBefore('a', null);
    expect(ids(editor)).toBe('dbca');
  });

  it('is part of what a value says', () => {
    const editor = four();
    const value = { parts: { regions: ['c', 'a', 'd', 'b'].map((id) => region(id)) } };

    editor.setValue(value);

    expect(editor.toValue()).toEqual(value);
    editor.undo();
    expect(ids(editor)).toBe('abcd');
  });

  it('takes out as few as it can', () => {
    const places = new Map(['a', 'b', 'c', 'd', 'e'].map((id, at) => [id, at]));

    expect([...reordered(places, ['b', 'c', 'd', 'a', 'x'])]).toEqual(['a']);
    expect([...reordered(places, ['a', 'c', 'e'])]).toEqual([]);
  });

  it('leaves a locked region where it is', () => {
    const editor = four();
    editor.setLocked('a', true);
    editor.select(['a']);

    editor.reorder('front');

    expect(ids(editor)).toBe('abcd');
  });
});

describe('groups', () => {
  it('are made of what is selected and taken apart again, each one step of undo', () => {
    const editor = four();
    editor.select(['a', 'c']);

    editor.toggleGroup();
    expect(editor.toValue()).toMatchObject({
      parts: { regions: [{ group: 'new0' }, { id: 'b' }, { group: 'new0' }, { id: 'd' }] },
    });

    editor.toggleGroup();
    expect(JSON.stringify(editor.toValue())).not.toContain('group');
    editor.undo();
    expect(editor.region('c')?.group).toBe('new0');
    editor.undo();
    expect(editor.region('c')).not.toHaveProperty('group');
  });

  it('are selected whole from one of their regions', () => {
    const value = { regions: [region('a', 'car', { group: 'g' }), region('b'), region('c', 'wheel', { group: 'g' })] };
    const editor = editorWith({ parts: value });
    editor.select(['c']);

    editor.selectGroups();

    expect(editor.getState().selection).toEqual(['a', 'c']);
  });

  it('stay as they are when a region is moved or gets another label', () => {
    const editor = editorWith({ parts: { regions: [region('a', 'car', { group: 'g' })] } });

    editor.update(new Map([['a', { label: 'wheel' }]]));

    expect(editor.region('a')).toMatchObject({ label: 'wheel', group: 'g' });
  });
});

describe('a hierarchy', () => {
  const [field] = SCHEMA.fields;
  if (!field) throw new Error('the schema has a field');
  const labels = new Map(['a', 'b', 'c'].map((id) => [id, 'car']));
  const arrow = (from: string, to: string, type = 'has') => ({ id: from + to, type, from, to });

  it.each([
    [[arrow('a', 'b')], arrow('c', 'b'), 'parent'],
    [[arrow('a', 'b'), arrow('b', 'c')], arrow('c', 'a'), 'circle'],
    [[arrow('a', 'b')], arrow('b', 'c'), null],
    [[arrow('a', 'b')], arrow('c', 'b', 'near'), null],
  ] as const)('%j allows %j: %s', (others, added, expected) => {
    expect(relationRefusal(field, labels, others, added)).toBe(expected);
  });

  it('says of a value which relation is one too many, as the server does', () => {
    const parts = ['a', 'b', 'c'].map((id) => region(id));
    const relations = [arrow('a', 'b'), arrow('c', 'b'), arrow('b', 'a'), arrow('b', 'c')];

    expect(relationFaults(field, parts, relations).map(({ relation, reason }) => [relation.id, reason])).toEqual([
      ['cb', 'parent'],
      ['ba', 'circle'],
    ]);
  });

  it('is read and written with the regions, without arrows of what is gone', () => {
    const parts = { regions: [region('a'), region('b')], relations: [arrow('a', 'b')] };
    const editor = editorWith({ parts });
    expect(editor.toValue()).toEqual({ parts });

    editor.delete(['b']);
    expect(editor.toValue()).toEqual({ parts: { regions: [region('a')] } });
    editor.undo();
    expect(editor.toValue()).toEqual({ parts });
  });
});

describe('one label alone', () => {
  it('hides all others, and the same again shows them', () => {
    const editor = editorWith({ parts: { regions: [region('a'), region('b', 'wheel')] } });

    editor.isolateLabel('parts', 'wheel');
    expect([...editor.getState().hiddenLabels]).toEqual(['parts/car']);

    editor.isolateLabel('parts', 'wheel');
    expect(editor.getState().hiddenLabels.size).toBe(0);
  });
});

import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { TreeChoice } from './tree-choice';

const NODES = [
  {
    key: 'animal',
    name: 'Animal',
    children: [
      { key: 'cat', name: 'Cat' },
      { key: 'dog', name: 'Dog' },
    ],
  },
  { key: 'plant', name: 'Plant' },
];

afterEach(cleanup);

function mount(props: Partial<Parameters<typeof TreeChoice>[0]> = {}) {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
  const onChoose = vi.fn<(key: string | null) => void>();
  render(
    <I18nProvider i18n={i18n}>
      <TreeChoice
        nodes={NODES}
        chosen={null}
        locale="en"
        label="Kind"
        onChoose={onChoose}
        {...props}
      />
    </I18nProvider>,
  );
  const search = screen.queryByRole('combobox', { name: 'Kind' });
  const press = (...keys: string[]) =>
    keys.forEach((key) => search && fireEvent.keyDown(search, { key }));
  const titles = () => screen.queryAllByRole('treeitem').map((row) => row.textContent);
  return { onChoose, search, press, titles };
}

test('arrows open a branch and go into it, Enter chooses', () => {
  const { onChoose, press, titles } = mount();

  press('ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter');

  expect(titles()).toEqual(['Animal', 'Cat', 'Dog', 'Plant']);
  expect(onChoose.mock.calls).toEqual([['dog']]);
});

test('what is typed is found with its branch, and Enter takes the first that can be taken', () => {
  const { onChoose, search, press, titles } = mount();

  if (search) fireEvent.change(search, { target: { value: 'ca' } });
  press('Enter');

  expect(titles()).toEqual(['Animal', 'Cat']);
  expect(onChoose.mock.calls).toEqual([['cat']]);
});

test('a branch opens instead of being chosen where only leaves are answers', () => {
  const { onChoose, press, titles } = mount({ isLeavesOnly: true });

  press('Enter');

  expect(onChoose).not.toHaveBeenCalled();
  expect(titles()).toEqual(['Animal', 'Cat', 'Dog', 'Plant']);
});

test('the chosen node stands with its branch, and choosing it again takes it back', () => {
  const { onChoose, press } = mount({ chosen: 'cat' });

  press('Enter');

  expect(screen.getByText('Animal › Cat')).toBeTruthy();
  expect(onChoose.mock.calls).toEqual([[null]]);
});

test('who may only look sees the answer and nothing to choose', () => {
  const { search } = mount({ chosen: 'cat', isDisabled: true });

  expect(screen.getByText('Animal › Cat')).toBeTruthy();
  expect(search).toBeNull();
});

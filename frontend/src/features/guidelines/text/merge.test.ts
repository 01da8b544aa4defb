import { describe, expect, it } from 'vitest';
import { conflictsIn, mergedText, mergeTexts, type Choices } from './merge';

const BASE = '# Cells {#top}\n\nAll.\n\n## Red {#red}\n\nRound.\n\n## White {#white}\n\nLobed.\n';

function merged(mine: string, theirs: string, choices?: Choices): string | null {
  return mergedText(mergeTexts(BASE, mine, theirs), choices);
}

describe('Two who changed one text', () => {
  it('keep both when they changed different sections', () => {
    const mine = BASE.replace('Round.', 'Round and pale.');
    const theirs = BASE.replace('Lobed.', 'With lobes.');

    expect(merged(mine, theirs)).toBe(
      BASE.replace('Round.', 'Round and pale.').replace('Lobed.', 'With lobes.'),
    );
    expect(mergeTexts(BASE, mine, theirs).map(({ side }) => side)).toEqual([
      'same',
      'mine',
      'theirs',
    ]);
  });

  it('are asked where both changed the same section, and nothing is taken before', () => {
    const mine = BASE.replace('Round.', 'Oval.');
    const theirs = BASE.replace('Round.', 'Flat.');
    const sections = mergeTexts(BASE, mine, theirs);

    expect(conflictsIn(sections)).toEqual([
      {
        key: 'red',
        title: 'Red',
        side: 'both',
        base: '## Red {#red}\n\nRound.',
        mine: '## Red {#red}\n\nOval.',
        theirs: '## Red {#red}\n\nFlat.',
      },
    ]);
    expect(mergedText(sections)).toBeNull();
    expect(mergedText(sections, { red: { take: 'mine' } })).toBe(mine);
    expect(mergedText(sections, { red: { take: 'theirs' } })).toBe(theirs);
    expect(mergedText(sections, { red: { take: 'hand', text: '## Red {#red}\n\nBoth.' } })).toBe(
      BASE.replace('Round.', 'Both.'),
    );
  });

  it('agree where both changed it to the same', () => {
    const same = BASE.replace('Round.', 'Flat.');

    expect(conflictsIn(mergeTexts(BASE, same, same))).toEqual([]);
  });

  it('keep what each added, where each put it', () => {
    const mine = BASE.replace('## White', '## Mine\n\nNew.\n\n## White');
    const theirs = `${BASE}\n## Theirs\n\nNew, too.\n`;

    const text = merged(mine, theirs) ?? '';

    expect(text.match(/^#+ .*$/gm)).toEqual([
      '# Cells {#top}',
      '## Red {#red}',
      '## Mine {#mine}',
      '## White {#white}',
      '## Theirs {#theirs}',
    ]);
  });

  it('lose a section that one took out, and are asked when the other wrote in it', () => {
    const without = BASE.replace('## Red {#red}\n\nRound.\n\n', '');

    expect(merged(without, BASE)).toBe(without);
    const [conflict] = conflictsIn(mergeTexts(BASE, without, BASE.replace('Round.', 'Flat.')));
    expect([conflict?.mine, conflict?.theirs]).toEqual([null, '## Red {#red}\n\nFlat.']);
  });

  it('keep the order of who moved a section', () => {
    const moved =
      '# Cells {#top}\n\nAll.\n\n## White {#white}\n\nLobed.\n\n## Red {#red}\n\nRound.\n';
    const written = BASE.replace('Round.', 'Flat.');

    expect(merged(moved, written)).toBe(moved.replace('Round.', 'Flat.'));
    expect(merged(written, moved)).toBe(moved.replace('Round.', 'Flat.'));
  });

  it('know a section by its key when one of them only gave it its key', () => {
    const keyless = BASE.replace(' {#red}', '');
    const sections = mergeTexts(keyless, keyless.replace('Round.', 'Flat.'), BASE);

    expect(conflictsIn(sections)).toEqual([]);
    expect(mergedText(sections)).toBe(BASE.replace('Round.', 'Flat.'));
  });

  it('know what stands before the first heading', () => {
    expect(merged(`Mind this.\n\n${BASE}`, BASE.replace('Lobed.', 'Two.'))).toBe(
      `Mind this.\n\n${BASE.replace('Lobed.', 'Two.')}`,
    );
  });
});

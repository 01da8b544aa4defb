import { describe, expect, it } from 'vitest';
import {
  missingSections,
  sectionAtLine,
  sectionsOf,
  withSection,
  withSectionKeys,
} from './sections';

const TEXT = `# Cells {#overview}

Words.

## Red cell {#rbc}

\`\`\`
## not a heading
\`\`\`

### When in doubt
### When in doubt ##
`;

describe('Sections of a guideline', () => {
  it('have the keys they name, or keys of their own', () => {
    expect(sectionsOf(TEXT)).toEqual([
      { key: 'overview', title: 'Cells', level: 1, line: 1 },
      { key: 'rbc', title: 'Red cell', level: 2, line: 5 },
      { key: 'when-in-doubt', title: 'When in doubt', level: 3, line: 11 },
      { key: 'when-in-doubt-2', title: 'When in doubt', level: 3, line: 12 },
    ]);
  });

  it('give words without Latin letters a key, too', () => {
    expect(sectionsOf('## 세포\n## 2 cells').map((section) => section.key)).toEqual([
      'section',
      'section-2-cells',
    ]);
  });

  it('keep their keys when they are written out', () => {
    const written = withSectionKeys(TEXT);

    expect(written).toContain('### When in doubt {#when-in-doubt-2}');
    expect(sectionsOf(written)).toEqual(sectionsOf(TEXT));
    expect(withSectionKeys(written)).toBe(written);
  });

  it('are proposed for labels that nothing is said about', () => {
    const document = {
      input: 'image',
      fields: [
        {
          key: 'cells',
          type: 'regions',
          labels: [{ key: 'rbc' }, { key: 'wbc', titles: { ko: '백혈구' }, colour: '#112233' }],
        },
        { key: 'quality', type: 'choice', options: [{ key: 'wbc' }] },
      ],
    };

    const missing = missingSections(document, sectionsOf(TEXT), 'ko');

    expect(missing).toEqual([{ key: 'wbc', title: '백혈구', colour: '#112233' }]);
    expect(withSection('A.\n\n\n', missing[0]!)).toBe('A.\n\n## 백혈구 {#wbc}\n\n');
  });

  it('are found by line', () => {
    expect(sectionAtLine(sectionsOf(TEXT), 8)?.key).toBe('rbc');
    expect(sectionAtLine(sectionsOf('words'), 1)).toBeUndefined();
  });
});

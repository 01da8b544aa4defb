import { Trans } from '@lingui/react/macro';
import type { ChangedSection } from '@/api/guideline-reading';
import { screenLocale } from '@/api/guideline-version';
import { MarkdownDifference } from '@/components/markdown-difference';
import { MarkdownView } from '@/components/markdown-view';
import type { Examples } from '@/lib/examples';
import classes from './section-changes.module.css';

interface SectionChangesProps {
  sections: readonly ChangedSection[];
  /** What the examples of the version that was read and of the new one show. */
  examples: { before: Examples; after: Examples };
}

/** Sections of a guideline as they were and as they are, with the words and examples that differ. */
export function SectionChanges({ sections, examples }: SectionChangesProps) {
  return sections.map((section) => (
    <section key={section.key} className={classes.section} data-change={section.change}>
      {section.language !== screenLocale() && hasOtherLanguage(sections) && (
        <p className={classes.word}>
          <Trans>Not translated yet</Trans>
        </p>
      )}
      <Sides section={section} examples={examples} />
    </section>
  ));
}

/** Whether some of it is told in the reader's language: then what is not says so. */
function hasOtherLanguage(sections: readonly ChangedSection[]): boolean {
  return sections.some(({ language }) => language === screenLocale());
}

function Sides({
  section: { before, after, change },
  examples,
}: Pick<SectionChangesProps, 'examples'> & { section: ChangedSection }) {
  if (before !== null && after !== null && change !== 'same') {
    return <MarkdownDifference before={before} after={after} examples={examples} />;
  }
  return (
    <div className={classes.alone}>
      <p className={classes.word}>
        {after === null ? (
          <Trans>No longer in the guideline</Trans>
        ) : before === null ? (
          <Trans>New</Trans>
        ) : (
          <Trans>Worded as before</Trans>
        )}
      </p>
      <MarkdownView
        source={after ?? before ?? ''}
        isReading
        examples={after === null ? examples.before : examples.after}
      />
    </div>
  );
}

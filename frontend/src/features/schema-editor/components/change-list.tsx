import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowsSort, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react';
import { ColourSwatch } from '@/components/colour-swatch';
import { isColour } from '@/lib/schema-document';
import { isStructural, type Change } from '../document/difference';
import { useChangeWords } from './change-words';
import classes from './change-list.module.css';

const SIGNS = {
  added: IconPlus,
  removed: IconMinus,
  renamed: IconPencil,
  changed: IconPencil,
  reordered: IconArrowsSort,
};

interface ChangeListProps {
  changes: readonly Change[];
  isDense?: boolean;
}

/** What changed, in plain sentences: first what models notice, then what only people see. */
export function ChangeList({ changes, isDense = false }: ChangeListProps) {
  const structural = changes.filter(isStructural);
  const cosmetic = changes.filter((change) => !isStructural(change));
  if (changes.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>Nothing has changed.</Trans>
      </p>
    );
  }
  return (
    <div className={classes.groups} data-dense={isDense || undefined}>
      {structural.length > 0 && (
        <section>
          <h3 className={classes.title}>
            <Trans>What models and exports notice</Trans>
          </h3>
          <Lines changes={structural} />
        </section>
      )}
      {cosmetic.length > 0 && (
        <section>
          <h3 className={classes.title}>
            <Trans>What only people see</Trans>
          </h3>
          <Lines changes={cosmetic} />
        </section>
      )}
    </div>
  );
}

function Lines({ changes }: { changes: readonly Change[] }) {
  const words = useChangeWords();
  const { t } = useLingui();
  return (
    <ul className={classes.list} aria-label={t`Changes`}>
      {changes.map((change) => {
        const Sign = SIGNS[change.kind];
        const isColourChange = change.kind === 'changed' && change.property === 'colour';
        return (
          <li
            key={`${change.kind} ${change.part} ${change.path.join('/')} ${change.kind === 'changed' ? change.property : ''}`}
            className={classes.change}
            data-kind={change.kind}
          >
            <Sign className={classes.sign} size={14} stroke={2} aria-hidden="true" />
            <span className={classes.words}>
              <span>
                {change.colour && isColour(change.colour) && !isColourChange && (
                  <>
                    <ColourSwatch colour={change.colour} />{' '}
                  </>
                )}
                {words(change)}
                {isColourChange && (
                  <>
                    {' '}
                    <ColourSwatch colour={change.before} title={change.before} /> →{' '}
                    <ColourSwatch colour={change.after} title={change.after} />
                  </>
                )}
              </span>
              {change.within && change.kind !== 'reordered' && (
                <span className={classes.within}>{change.within}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

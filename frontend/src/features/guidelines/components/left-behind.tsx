import { NativeSelect } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconHelpCircle, IconPhoto } from '@tabler/icons-react';
import { useMemo } from 'react';
import { ProblemAlert } from '@/components/problem-alert';
import type { Pointer } from '../api/guideline-draft';
import { sectionsOf } from '../text/sections';
import classes from './left-behind.module.css';
import type { PointerChoice, Target } from './use-pointers';

interface LeftBehindProps {
  choice: PointerChoice;
  /** Of the version before: those that are gone have their titles there. */
  sections: readonly { readonly key: string; readonly title: string }[];
  text: string;
}

/** Questions and examples whose section the draft leaves out: each goes somewhere before it is published. */
export function LeftBehind({ choice, sections, text }: LeftBehindProps) {
  const { t } = useLingui();
  const { pointers, targets, onTarget } = choice;
  const places = useMemo(
    () => [
      { value: UNDECIDED, label: t`Choose…` },
      ...sectionsOf(text).map(({ key, title }) => ({ value: `${AT}${key}`, label: title })),
      { value: AT, label: t`The guideline as a whole` },
    ],
    [text, t],
  );
  const titles = useMemo(() => new Map(sections.map(({ key, title }) => [key, title])), [sections]);
  const out = { value: OUT, label: t`Leave it out` };
  const { length } = pointers;
  const { error } = choice;
  if (length === 0) return <ProblemAlert error={error} />;
  return (
    <fieldset className={classes.left}>
      <legend className={classes.legend}>
        <Plural
          value={length}
          one="# thing points to a section that this draft leaves out"
          other="# things point to sections that this draft leaves out"
        />
      </legend>
      {length > 1 && (
        <div className={classes.row}>
          <span className={classes.all}>
            <Trans>All at once</Trans>
          </span>
          <NativeSelect
            size="xs"
            aria-label={t`Where all of them belong`}
            value={UNDECIDED}
            data={places}
            onChange={(event) => onTarget(pointers, targetOf(event.currentTarget.value))}
          />
        </div>
      )}
      <ul className={classes.list}>
        {pointers.map((pointer, index) => (
          // An example that stands in two places is listed twice.
          <li key={index} className={classes.row}>
            <What pointer={pointer} section={titles.get(pointer.section) ?? pointer.section} />
            <NativeSelect
              size="xs"
              aria-label={t`Where it belongs from now on`}
              value={valueOf(targets.get(pointer))}
              data={pointer.kind === 'example' ? [...places, out] : places}
              onChange={(event) => onTarget([pointer], targetOf(event.currentTarget.value))}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function What({ pointer, section }: { pointer: Pointer; section: string }) {
  const Sign = pointer.kind === 'example' ? IconPhoto : IconHelpCircle;
  const { id } = pointer;
  return (
    <span className={classes.what}>
      <Sign size={15} stroke={1.7} aria-hidden="true" />
      <span className={classes.title}>
        {pointer.title ||
          (pointer.kind === 'example' ? (
            <Trans>Example {id}</Trans>
          ) : (
            <Trans>Questions of others</Trans>
          ))}
      </span>
      <span className={classes.section}>{section}</span>
    </span>
  );
}

const UNDECIDED = '';
const OUT = 'out';
const AT = 's:';

function targetOf(value: string): Target | undefined {
  if (value === UNDECIDED) return undefined;
  return value === OUT ? null : value.slice(AT.length);
}

function valueOf(target: Target | undefined): string {
  if (target === undefined) return UNDECIDED;
  return target === null ? OUT : `${AT}${target}`;
}

import { Button, Modal } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import type { AnnotationValue, Region } from '@/editor/core/value';
import { MiniView, regionsOf } from '@/editor/screen/mini-view';
import type { ScreenItem } from '@/editor/screen/screen-item';
import { writeLocated } from '@/editor/core/located';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import { isSameValue } from '@/lib/same-value';
import { useSuspendedCommands } from '@/lib/commands';
import classes from './compare-dialog.module.css';

interface CompareDialogProps {
  schema: SchemaDocument;
  item: ScreenItem;
  mine: AnnotationValue;
  theirs: AnnotationValue;
  /** How the other value came about: "Saved in another window". */
  explanation: ReactNode;
  onMine: (value: AnnotationValue) => void;
  onTheirs: (value: AnnotationValue) => void;
  onClose: () => void;
}

/** Two values of one item side by side. Whichever is kept, regions of the other can be taken along: neither is lost unseen. */
export default function CompareDialog(props: CompareDialogProps) {
  const { schema, item, mine, theirs, explanation, onMine, onTheirs, onClose } = props;
  const { t } = useLingui();
  useSuspendedCommands(true);
  const [copied, setCopied] = useState<ReadonlySet<string>>(new Set());
  const onlyMine = onlyIn(mine, theirs);
  const onlyTheirs = onlyIn(theirs, mine);
  const toggle = (id: string) =>
    setCopied((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const side = (title: string, value: AnnotationValue, own: readonly Region[]) => (
    <section className={classes.side}>
      <h3 className={classes.title}>{title}</h3>
      <MiniView
        schema={schema}
        item={item}
        value={value}
        marked={new Set(own.map((region) => region.id))}
        label={title}
      />
      {own.length > 0 && (
        <fieldset className={classes.regions}>
          <legend>
            <Plural value={own.length} one="# region only here" other="# regions only here" />
          </legend>
          {own.map((region) => (
            <RegionChoice
              key={region.id}
              schema={schema}
              region={region}
              isOn={copied.has(region.id)}
              onToggle={() => toggle(region.id)}
            />
          ))}
        </fieldset>
      )}
    </section>
  );
  const taken = (from: readonly Region[]) => from.filter((region) => copied.has(region.id));
  const fromTheirs = taken(onlyTheirs).length;
  const fromMine = taken(onlyMine).length;
  return (
    <Modal opened onClose={onClose} title={t`Two versions of this work`} size="60rem">
      <div className={classes.dialog}>
        <p className={classes.lead}>{explanation}</p>
        {item.kind === 'text' && <blockquote className={classes.text}>{item.text}</blockquote>}
        <div className={classes.sides}>
          {side(t`Mine, on this screen`, mine, onlyMine)}
          {side(t`The other one`, theirs, onlyTheirs)}
        </div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Decide later</Trans>
          </Button>
          <Button
            variant="default"
            onClick={() => onTheirs(withRegions(schema, theirs, taken(onlyMine)))}
          >
            {fromMine > 0 ? (
              <Plural
                value={fromMine}
                one="Take the other, with # region of mine"
                other="Take the other, with # regions of mine"
              />
            ) : (
              <Trans>Take the other</Trans>
            )}
          </Button>
          <Button
            onClick={() => onMine(withRegions(schema, mine, taken(onlyTheirs)))}
            data-autofocus
          >
            {fromTheirs > 0 ? (
              <Plural
                value={fromTheirs}
                one="Keep mine, with # region of the other"
                other="Keep mine, with # regions of the other"
              />
            ) : (
              <Trans>Keep mine</Trans>
            )}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface RegionChoiceProps {
  schema: SchemaDocument;
  region: Region;
  isOn: boolean;
  onToggle: () => void;
}

function RegionChoice({ schema, region, isOn, onToggle }: RegionChoiceProps) {
  const { t, i18n } = useLingui();
  const field = schema.fields.find(({ key }) => key === region.field);
  const label = field?.labels?.find(({ key }) => key === region.label);
  const title = titleOf(label ?? { key: region.label }, i18n.locale);
  return (
    <label className={classes.region}>
      <input type="checkbox" checked={isOn} onChange={onToggle} />
      {t`Copy: ${title}`}
    </label>
  );
}

/** Regions of `value` that `other` does not have like this. */
function onlyIn(value: AnnotationValue, other: AnnotationValue): readonly Region[] {
  const known = new Map(regionsOf(other).map((region) => [region.id, region]));
  return regionsOf(value).filter((region) => !isSameValue(region, known.get(region.id)));
}

/** `value` with `regions` in it; one that is there under the same id is replaced. */
function withRegions(
  schema: SchemaDocument,
  value: AnnotationValue,
  regions: readonly Region[],
): AnnotationValue {
  if (regions.length === 0) return value;
  const ids = new Set(regions.map((region) => region.id));
  const all = [...regionsOf(value).filter((region) => !ids.has(region.id)), ...regions];
  const merged: Record<string, AnnotationValue[string]> = { ...value };
  for (const key of new Set(all.map((region) => region.field))) {
    const type = schema.fields.find((field) => field.key === key)?.type ?? 'regions';
    merged[key] = writeLocated(
      type,
      all.filter((region) => region.field === key),
    );
  }
  return merged;
}

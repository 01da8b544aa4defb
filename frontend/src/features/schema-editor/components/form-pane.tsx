import { Button, Select } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { ColourSwatch } from '@/components/colour-swatch';
import {
  asText,
  colourOf,
  titleOf,
  type SchemaField,
  type SchemaLabel,
  type SchemaOption,
} from '@/lib/schema-document';
import type { BrokenText } from '../document/draft-store';
import { faultsWithoutInput } from '../document/faults';
import {
  changeFieldType,
  fieldTypesFor,
  partsOf,
  setProperty,
  type FieldType,
} from '../document/operations';
import { getAt, join, setAt, stepsOf } from '../document/pointer';
import { AttributesEditor } from './attributes-editor';
import { useDraft } from './draft-context';
import classes from './form-pane.module.css';
import {
  ColourInput,
  Fault,
  KeyInput,
  NameInput,
  NumberPropertyInput,
  PropertyInput,
  ShortcutInput,
  SwitchInput,
  WordsInput,
} from './inputs';
import { NodesEditor } from './nodes-editor';
import { FIELD_WORDS, fieldWords, GEOMETRY_WORDS } from './part-words';

interface FormPaneProps {
  at: string;
  broken: BrokenText | null;
  onShowText: () => void;
  onMend: () => void;
}

/** The form of what is selected. */
export function FormPane({ at, broken, onShowText, onMend }: FormPaneProps) {
  const { document } = useDraft();
  const { t } = useLingui();
  const pane = useRef<HTMLElement>(null);
  const thing = getAt(document, at);
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [at]);
  return (
    <section ref={pane} className={classes.pane} aria-label={t`The selected part`}>
      {broken && (
        <div className={classes.broken} role="alert">
          <IconAlertTriangle size={17} stroke={1.8} aria-hidden="true" />
          <div>
            <p>
              <Trans>
                The text cannot be read at line {broken.faults[0]?.line ?? 1}. The form waits, so
                that nothing you typed is lost.
              </Trans>
            </p>
            <div className={classes.ways}>
              <Button size="xs" variant="default" onClick={onShowText}>
                <Trans>Go to the text</Trans>
              </Button>
              <Button size="xs" variant="subtle" color="red" onClick={onMend}>
                <Trans>Throw the text away</Trans>
              </Button>
            </div>
          </div>
        </div>
      )}
      {thing === undefined ? (
        <p className={classes.none}>
          <Trans>
            A field is one question about an item: regions to draw, a choice to make, a number to
            fill in. Add one at the left.
          </Trans>
        </p>
      ) : (
        <div className={classes.form} inert={broken !== null}>
          <Form key={at} at={at} />
        </div>
      )}
    </section>
  );
}

function Form({ at }: { at: string }) {
  const list = stepsOf(at)[2];
  if (list === 'labels') return <LabelForm at={at} />;
  if (list === 'options') return <OptionForm at={at} />;
  return <FieldForm at={at} />;
}

/** Faults about the thing that none of its inputs can show. */
function OtherFaults({ at, inputs }: { at: string; inputs: readonly string[] }) {
  const { faults } = useDraft();
  const others = faultsWithoutInput(
    faults,
    at,
    inputs.map((input) => join(at, input)),
  );
  if (others.length === 0) return null;
  return (
    <ul className={classes.others} data-pointer={at} tabIndex={-1}>
      {others.map((fault) => (
        <li key={fault.pointer + fault.detail}>
          <code>{fault.pointer.slice(at.length + 1)}</code> {fault.detail}
        </li>
      ))}
    </ul>
  );
}

const FIELD_INPUTS = [
  ...['titles', 'key', 'name', 'type', 'required', 'help', 'minimum', 'maximum', 'unit'],
  ...['max_length', 'min_selected', 'max_selected', 'leaves_only', 'nodes'],
];

function FieldForm({ at }: { at: string }) {
  const { document, faults, change, isPublished, select } = useDraft();
  const { t, i18n } = useLingui();
  const field = getAt(document, at) as SchemaField; // outlined
  const words = fieldWords(field.type);
  const types = fieldTypesFor(document.input);
  const known = types.find((type) => type === field.type);
  const parts = partsOf(field);
  const typeFault = faults.find((fault) => fault.pointer === join(at, 'type'))?.detail;
  return (
    <>
      <Head
        kind={t`Field`}
        title={titleOf(field, i18n.locale)}
        sign={words && <words.icon size={17} stroke={1.7} aria-hidden="true" />}
      />
      <OtherFaults at={at} inputs={FIELD_INPUTS} />
      <WordsInput at={at} property="titles" label={t`Title`} />
      <div className={classes.two}>
        <NameInput at={at} />
        <KeyInput at={at} fallback="field" />
      </div>
      <Select
        label={t`Kind of answer`}
        description={
          isPublished(at)
            ? t`Another kind makes this another question: answers so far keep the version they were given in.`
            : words && i18n._(words.note)
        }
        data-pointer={join(at, 'type')}
        allowDeselect={false}
        value={known ?? null}
        placeholder={asText(field.type)}
        error={typeFault}
        data={types.map((type) => ({ value: type, label: i18n._(FIELD_WORDS[type].title) }))}
        onChange={(type) =>
          type && change(changeFieldType(document, at, type as FieldType) /* from the list above */)
        }
      />
      <SwitchInput
        at={at}
        property="required"
        label={t`Required`}
        description={t`Work cannot be submitted without an answer.`}
      />
      <FieldDetails at={at} type={field.type} />
      <WordsInput
        at={at}
        property="help"
        label={t`Help`}
        description={t`One sentence, shown at the question.`}
      />
      {parts && (
        <section>
          <h3 className={classes.subtitle}>{parts === 'labels' ? t`Labels` : t`Options`}</h3>
          <Fault pointer={join(at, parts)} />
          <ul className={classes.chips}>
            {(field[parts] ?? []).map((part: SchemaLabel | SchemaOption, index: number) => (
              <li key={index}>
                <button
                  type="button"
                  className={classes.chip}
                  onClick={() => select(join(at, parts, index))}
                >
                  <ColourSwatch colour={colourOf(part)} />
                  {titleOf(part, i18n.locale)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function FieldDetails({ at, type }: { at: string; type: string }) {
  const { t } = useLingui();
  switch (type) {
    case 'spans':
      return <SwitchInput at={at} property="overlap" label={t`Spans may overlap`} />;
    case 'segments':
      return <SwitchInput at={at} property="overlap" label={t`Segments may overlap`} />;
    case 'taxonomy':
      return (
        <>
          <SwitchInput
            at={at}
            property="leaves_only"
            label={t`Only the ends of branches`}
            description={t`What has something below it cannot be the answer.`}
          />
          <NodesEditor at={at} />
        </>
      );
    case 'number':
      return (
        <div className={classes.three}>
          <NumberPropertyInput at={at} property="minimum" label={t`Minimum`} />
          <NumberPropertyInput at={at} property="maximum" label={t`Maximum`} />
          <PropertyInput at={at} property="unit" label={t`Unit`} placeholder="µm" />
        </div>
      );
    case 'rating':
      return (
        <NumberPropertyInput
          at={at}
          property="maximum"
          label={t`Steps, 2 to 10`}
          min={2}
          max={10}
          isWhole
        />
      );
    case 'text':
      return (
        <>
          <NumberPropertyInput
            at={at}
            property="max_length"
            label={t`Longest text, in characters`}
            min={1}
            isWhole
          />
          <SwitchInput at={at} property="multiline" label={t`Several lines`} />
        </>
      );
    case 'choices':
      return (
        <div className={classes.two}>
          <NumberPropertyInput
            at={at}
            property="min_selected"
            label={t`Fewest choices`}
            min={0}
            isWhole
          />
          <NumberPropertyInput
            at={at}
            property="max_selected"
            label={t`Most choices`}
            min={1}
            isWhole
          />
        </div>
      );
    default:
      return null;
  }
}

const LABEL_INPUTS = [
  ...['titles', 'key', 'name', 'colour', 'shortcut', 'geometry', 'description', 'attributes'],
];

function LabelForm({ at }: { at: string }) {
  const { document, faults, change } = useDraft();
  const { t, i18n } = useLingui();
  const label = getAt(document, at) as SchemaLabel; // outlined
  const isRegion = getAt(document, join(at.split('/labels')[0] ?? '', 'type')) === 'regions';
  const geometry = join(at, 'geometry');
  return (
    <>
      <Head
        kind={t`Label`}
        title={titleOf(label, i18n.locale)}
        sign={<ColourSwatch colour={colourOf(label)} size={14} />}
      />
      <OtherFaults at={at} inputs={LABEL_INPUTS} />
      <WordsInput at={at} property="titles" label={t`Title`} />
      <div className={classes.two}>
        <NameInput at={at} />
        <KeyInput at={at} fallback="label" />
      </div>
      <div className={isRegion ? classes.three : classes.two}>
        <ColourInput at={at} />
        <ShortcutInput at={at} />
        {isRegion && (
          <Select
            label={t`Geometry`}
            data-pointer={geometry}
            allowDeselect={false}
            data={Object.entries(GEOMETRY_WORDS).map(([value, words]) => ({
              value,
              label: i18n._(words),
            }))}
            value={
              Object.hasOwn(GEOMETRY_WORDS, asText(label.geometry)) ? asText(label.geometry) : null
            }
            placeholder={asText(label.geometry)}
            onChange={(value) =>
              value &&
              change(setProperty(setAt(document, join(at, 'skeleton'), undefined), geometry, value))
            }
            error={faults.find((fault) => fault.pointer === geometry)?.detail}
          />
        )}
      </div>
      <WordsInput
        at={at}
        property="description"
        label={t`Description`}
        description={t`When this label is right, in a sentence. The rules belong in the guideline.`}
      />
      <AttributesEditor at={at} />
    </>
  );
}

const OPTION_INPUTS = ['titles', 'key', 'name', 'colour', 'shortcut'];

function OptionForm({ at }: { at: string }) {
  const { document } = useDraft();
  const { t, i18n } = useLingui();
  const option = getAt(document, at) as SchemaOption; // outlined
  return (
    <>
      <Head
        kind={t`Option`}
        title={titleOf(option, i18n.locale)}
        sign={<ColourSwatch colour={colourOf(option)} size={14} />}
      />
      <OtherFaults at={at} inputs={OPTION_INPUTS} />
      <WordsInput at={at} property="titles" label={t`Title`} />
      <div className={classes.two}>
        <NameInput at={at} />
        <KeyInput at={at} fallback="option" />
      </div>
      <div className={classes.two}>
        <ColourInput at={at} />
        <ShortcutInput at={at} />
      </div>
    </>
  );
}

function Head({ kind, title, sign }: { kind: string; title: string; sign?: React.ReactNode }) {
  return (
    <header className={classes.head}>
      <span className={classes.sign}>{sign}</span>
      <h2 className={classes.title}>{title}</h2>
      <span className={classes.kind}>{kind}</span>
    </header>
  );
}

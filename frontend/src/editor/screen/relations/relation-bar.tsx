import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import {
  IconAlertTriangle,
  IconArrowRight,
  IconArrowsExchange,
  IconTrash,
} from '@tabler/icons-react';
import { useCallback, useSyncExternalStore, type ReactNode } from 'react';
import { Shortcut } from '@/components/shortcut';
import { useCommands, type Command } from '@/lib/commands';
import { colourOf } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import { isSpan } from '../../core/located';
import type { EditorState } from '../../core/state';
import type { Region } from '../../core/value';
import type {
  PlacedRelation,
  RelationDraft,
  RelationEditor,
} from '../../relations/relation-editor';
import { relationKey, relationStepKey } from '../../relations/relation-keys';
import { keepFocus, useLabelTitle, useMounted, useScreen, useScreenState } from '../screen-context';
import { relationTitle, useRefusalWords, usePartText, type Ends } from './relation-words';
import classes from './relation-bar.module.css';

const RELATIONS = msg`Relations`;

const documentOf = (state: EditorState) => state.document;

/** What is being made or is selected, at the foot of the text or image: its ends, its kind, and what can be done with it. */
export default function RelationBar() {
  const { relations } = useMounted();
  return relations ? <BarOf relations={relations} /> : null;
}

function BarOf({ relations }: { relations: RelationEditor }) {
  useRelationCommands(relations);
  const { draft, selected } = useSyncExternalStore(relations.subscribe, relations.getState);
  useScreenState(documentOf); // what is refused goes by it
  const found = selected === null ? undefined : relations.placed(selected);
  if (draft) return <DraftBar relations={relations} draft={draft} />;
  return found ? <SelectedBar relations={relations} found={found} /> : null;
}

function DraftBar({ relations, draft }: { relations: RelationEditor; draft: RelationDraft }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const { field, from, to, type } = draft;
  const choices = relations.choices();
  const isRefused = to !== null && choices.every(({ refusal }) => refusal !== null);
  // Where kinds differ in why, the first says enough: each button has its own.
  const reason = isRefused ? choices[0] : undefined;
  return (
    <Bar label={t`New relation`}>
      <div className={classes.ends} role="status">
        <End region={from} />
        <IconArrowRight size={16} aria-label={t`leads to`} />
        {to ? (
          <End region={to} />
        ) : (
          <span
            className={classes.hint}
          >
            {relations.isOfText
              ? t`Click a span, or go to one with Tab or the arrows.`
              : t`Click a region, or go to one with Tab or the arrows.`}
          </span>
        )}
        {to && reason?.refusal && (
          <span className={classes.warning}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            {words(reason.refusal, reason.type.key, { field, from, to })}
          </span>
        )}
      </div>
      <Kinds
        relations={relations}
        chosen={type}
        ends={to ? { field, from, to } : null}
        field={draft.field}
        onChoose={() => relations.commit()}
      />
      <div className={classes.actions}>
        <Action keys="escape" title={t`Cancel`} onClick={() => relations.cancel()} />
        <Action
          keys="enter"
          title={t`Make`}
          isMain
          isDisabled={to === null || type === null}
          onClick={() => relations.commit()}
        />
      </div>
    </Bar>
  );
}

function SelectedBar({ relations, found }: { relations: RelationEditor; found: PlacedRelation }) {
  const { t } = useLingui();
  const words = useRefusalWords();
  const { field, relation, from, to } = found;
  const fault = relations.fault(found);
  const turned = relations.reversalRefusal(relation.id);
  const { isReadOnly } = relations.editor;
  return (
    <Bar label={t`Relation`}>
      <div className={classes.ends} role="status">
        <End region={from} />
        <IconArrowRight size={16} aria-label={t`leads to`} />
        <End region={to} />
        {fault && (
          <span className={classes.warning}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            {words(fault, relation.type, { field, from, to })}
          </span>
        )}
      </div>
      <Kinds
        relations={relations}
        chosen={relation.type}
        ends={{ field, from, to }}
        field={field}
        isReadOnly={isReadOnly}
      />
      {!isReadOnly && (
        <div className={classes.actions}>
          <Action
            keys="r"
            title={t`Reverse`}
            icon={<IconArrowsExchange size={15} aria-hidden="true" />}
            isDisabled={turned !== null}
            reason={
              turned ? words(turned, relation.type, { field, from: to, to: from }) : undefined
            }
            onClick={() => relations.reverse(relation.id)}
          />
          <Action
            keys="delete"
            title={t`Delete`}
            icon={<IconTrash size={15} aria-hidden="true" />}
            onClick={() => relations.remove(relation.id)}
          />
        </div>
      )}
    </Bar>
  );
}

function Bar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.place}>
      <div className={classes.bar} role="group" aria-label={label}>
        {children}
      </div>
    </div>
  );
}

function End({ region }: { region: Region }) {
  const screen = useScreen();
  const text = usePartText()(region);
  const title = useLabelTitle()(region.field, region.label);
  const colour = colourOf(screen.label(region.field, region.label) ?? {});
  return (
    <span className={classes.end} style={{ '--label': colour }}>
      <span className={classes.swatch} aria-hidden="true" />
      {isSpan(region.geometry) ? (
        <q className={classes.text}>{text}</q>
      ) : (
        <span className={classes.text}>{text}</span>
      )}
      <span className={classes.label}>{title}</span>
    </span>
  );
}

interface KindsProps {
  relations: RelationEditor;
  chosen: string | null;
  field: Ends['field'];
  ends: Ends | null;
  isReadOnly?: boolean;
  /** After a click on one that may be chosen; keys choose first and make then. */
  onChoose?: () => void;
}

/** The kinds with their colours and digits. One that may not stand here says why. */
function Kinds({ relations, chosen, field, ends, isReadOnly, onChoose }: KindsProps) {
  const { t, i18n } = useLingui();
  const words = useRefusalWords();
  return (
    <div className={classes.kinds} role="group" aria-label={t`Kind of relation`}>
      {relations.choices().map(({ type, refusal }, at) => {
        const digit = at < 9 ? String(at + 1) : null;
        const isRefused = refusal !== null && type.key !== chosen;
        const reason = refusal && ends ? words(refusal, type.key, ends) : undefined;
        return (
          <button
            key={type.key}
            type="button"
            className={classes.kind}
            aria-pressed={type.key === chosen}
            aria-disabled={isRefused || isReadOnly || undefined}
            aria-keyshortcuts={digit ?? undefined}
            title={reason}
            style={{ '--label': colourOf(type) }}
            onMouseDown={keepFocus}
            onClick={() => {
              if (isRefused || isReadOnly) return;
              relations.choose(type.key);
              onChoose?.();
            }}
          >
            {digit && !isReadOnly && <Shortcut keys={digit} />}
            <span className={classes.swatch} aria-hidden="true" />
            {relationTitle(field, type.key, i18n.locale)}
          </button>
        );
      })}
    </div>
  );
}

interface ActionProps {
  keys: string;
  title: string;
  icon?: ReactNode;
  isMain?: boolean;
  isDisabled?: boolean;
  reason?: string;
  onClick: () => void;
}

function Action({ keys, title, icon, isMain, isDisabled, reason, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className={classes.action}
      data-main={isMain}
      aria-disabled={isDisabled || undefined}
      aria-keyshortcuts={ariaShortcut(keys)}
      title={reason}
      onMouseDown={keepFocus}
      onClick={() => {
        if (!isDisabled) onClick();
      }}
    >
      {icon}
      {title}
      <Shortcut keys={keys} isOnAccent={isMain} />
    </button>
  );
}

/** What can be done with relations, for the keys, the palette and the help. */
function useRelationCommands(relations: RelationEditor): void {
  const screen = useScreen();
  const { schema } = relations.editor;
  const select = useCallback(
    (by: 1 | -1) => {
      relations.step(by);
      const { selected } = relations.getState();
      if (selected !== null) screen.selectRelation(selected);
    },
    [relations, screen],
  );
  const hasSelected = () => relations.getState().selected !== null;
  const canChange = () => hasSelected() && !relations.editor.isReadOnly;
  const selected = () => relations.getState().selected ?? '';
  const commands: Command[] = [
    {
      name: 'editor.relation.begin',
      title: relations.isOfText
        ? msg`Relate the selected span to another`
        : msg`Relate the selected region to another`,
      group: RELATIONS,
      shortcut: relationKey(schema).toLowerCase(),
      when: () => relations.canBegin,
      run: () => relations.begin(),
    },
    {
      name: 'editor.relation.next',
      title: relations.isOfText
        ? msg`Next relation of the selected span`
        : msg`Next relation of the selected region`,
      group: RELATIONS,
      shortcut: relationStepKey(schema).toLowerCase(),
      when: () => relations.all().length > 0,
      run: () => select(1),
    },
    {
      name: 'editor.relation.reverse',
      title: msg`Reverse the selected relation`,
      group: RELATIONS,
      shortcut: 'r',
      when: canChange,
      run: () => relations.reverse(selected()),
      isLocal: true,
    },
    {
      name: 'editor.relation.delete',
      title: msg`Delete the selected relation`,
      group: RELATIONS,
      shortcut: 'delete',
      when: canChange,
      run: () => relations.remove(selected()),
      isLocal: true,
    },
  ];
  useCommands(commands);
}

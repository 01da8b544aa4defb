import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, type ReactNode } from 'react';
import { GuidelinePanel, type Guideline } from './guideline-panel';
import { LabelBar } from './label-bar';
import { lookFilter, useLook } from './look';
import { RegionsPanel } from './regions-panel';
import { ScreenContext } from './screen-context';
import type { ScreenModel } from './screen-model';
import { Stage } from './stage';
import { ToolRail } from './tool-rail';
import { WholeFields } from './whole-fields';
import classes from './annotation-screen.module.css';

/** Fetched with the first item that a model says something about. */
const PredictionBar = lazy(() => import('./predictions/prediction-bar'));
/** Fetched with the first schema that has relations. */
const RelationList = lazy(() => import('./relations/relation-list'));

export type PanelTab = 'regions' | 'guideline' | 'help';

interface AnnotationScreenProps {
  screen: ScreenModel;
  /** The slim bar: where we are, whether it is saved. */
  bar: ReactNode;
  /** What has to be said about this item, under the bar. */
  notice?: ReactNode;
  guideline: Guideline | null;
  /** Asks about a section of it. */
  onAsk?: (section: string) => void;
  /** The third tab, and its name if it isn't "Help". */
  help: ReactNode;
  helpTitle?: string;
  /** Skip and submit; accept, fix and return. */
  actions: ReactNode;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  isPanelOpen: boolean;
  /** What a screen reader hears on arriving at the item. */
  label: string;
  snapsToWords?: boolean;
  /** To be looked at only: another window has it. */
  isInert?: boolean;
}

/** The screen on which people label, drawn from the schema version alone. It fetches nothing and saves nothing. */
export function AnnotationScreen(props: AnnotationScreenProps) {
  const { screen, bar, notice, actions, isPanelOpen, label, snapsToWords = false, isInert } = props;
  const { t } = useLingui();
  const filter = lookFilter(useLook());
  const isImage = screen.item.kind === 'image';
  const hasLabels = screen.locatedFields.length > 0;
  return (
    <ScreenContext.Provider value={screen}>
      <div
        className={classes.screen}
        data-rail={isImage || undefined}
        data-panel={isPanelOpen || undefined}
        style={{ '--image-filter': filter }}
      >
        <header className={classes.bar}>{bar}</header>
        <div className={classes.notice}>
          {notice}
          {screen.prediction && (
            <Suspense fallback={null}>
              <PredictionBar prediction={screen.prediction} />
            </Suspense>
          )}
        </div>
        {isImage && (
          <section className={classes.rail} aria-label={t`Tools`}>
            <ToolRail />
          </section>
        )}
        <main className={classes.stage} inert={isInert}>
          <Stage label={label} snapsToWords={snapsToWords} />
        </main>
        {isPanelOpen && <SidePanel {...props} />}
        <footer className={classes.foot}>
          <div className={classes.labels} inert={isInert}>
            {hasLabels && screen.item.kind !== 'broken' && <LabelBar />}
          </div>
          <div className={classes.actions}>{actions}</div>
        </footer>
      </div>
    </ScreenContext.Provider>
  );
}

function SidePanel({
  screen,
  guideline,
  onAsk,
  help,
  helpTitle,
  tab,
  onTab,
  isInert,
}: AnnotationScreenProps) {
  const { t } = useLingui();
  const hasRegions = screen.locatedFields.length > 0;
  const hasAnswers = hasRegions || !screen.isReading;
  const tabs: readonly (readonly [PanelTab, string])[] = [
    ...(hasAnswers
      ? [
          [
            'regions',
            hasRegions
              ? { image: t`Regions`, audio: t`Segments`, text: t`Spans`, broken: t`Regions` }[
                  screen.item.kind
                ]
              : t`Answers`,
          ] as const,
        ]
      : []),
    ['guideline', t`Guideline`],
    ['help', helpTitle ?? t`Help`],
  ];
  const current = tabs.some(([key]) => key === tab) ? tab : 'guideline';
  return (
    <aside className={classes.panel} aria-label={t`Side panel`}>
      <div className={classes.tabs} role="tablist">
        {tabs.map(([key, title]) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`screen-tab-${key}`}
            aria-selected={key === current}
            aria-controls="screen-panel"
            className={classes.tab}
            onClick={() => onTab(key)}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        id="screen-panel"
        role="tabpanel"
        aria-labelledby={`screen-tab-${current}`}
        className={classes.content}
      >
        {current === 'regions' && (
          <div className={classes.content} inert={isInert}>
            {hasRegions && <RegionsPanel />}
            {screen.hasRelations && (
              <Suspense fallback={null}>
                <RelationList />
              </Suspense>
            )}
            {!screen.isReading && screen.wholeFields.length > 0 && (
              <div className={classes.answers} data-alone={!hasRegions || undefined}>
                <WholeFields />
              </div>
            )}
          </div>
        )}
        {current === 'guideline' && <GuidelinePanel guideline={guideline} onAsk={onAsk} />}
        {current === 'help' && <div className={classes.help}>{help}</div>}
      </div>
    </aside>
  );
}

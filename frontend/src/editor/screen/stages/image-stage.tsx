import { lazy, Suspense, useCallback, useEffect, useSyncExternalStore } from 'react';
import { orNothing } from '@/lib/or-nothing';
import type { EditorState } from '../../core/state';
import type { ImageEditor } from '../../image-editor';
import { ImageCanvas } from '../../react/image-canvas';
import { copied } from '../copied';
import { useLook } from '../look';
import { useLabelTitle, useMounted, useScreen, useScreenState } from '../screen-context';
import type { StageProps } from './stages';

/** Fetched with the first tool that has something to say: those for boxes have not. */
const ToolHint = lazy(() => import('../tool-hint'));

/** Used once there is something to copy or to paste, and fetched before, when the item has long been there. */
const loadCopying = () => import('../copying');
const Copying = lazy(() => orNothing(loadCopying()));
/** Fetched once somebody zooms in. */
const Minimap = lazy(() => orNothing(import('../minimap')));

/** Fetched once somebody turns the view. */
const TurnedNote = lazy(() => orNothing(import('../view-turn')));
/** Fetched with the first schema that has relations. */
const Relations = lazy(() => orNothing(import('../relations/region-relations')));

/** An image with its regions drawn on it. */
export default function ImageStage({ label }: StageProps) {
  const screen = useScreen();
  const title = useLabelTitle();
  const { grid } = useLook();
  const handleReady = useCallback(
    (image: ImageEditor, stage: HTMLElement) => screen.mounted.set({ image, stage }),
    [screen],
  );
  if (screen.item.kind !== 'image') return null;
  return (
    <>
      <ImageCanvas
        editor={screen.editor}
        image={screen.item}
        commands={screen.commands}
        labelTitle={title}
        grid={grid}
        onReady={handleReady}
        aria-label={label}
      />
      <Hint />
      <Overview source={screen.item.source} />
      <Turned />
      <CopyAndPaste />
      {screen.hasRelations && (
        <Suspense fallback={null}>
          <Relations />
        </Suspense>
      )}
    </>
  );
}

const FETCH_AFTER_MS = 1000;
const hasRegions = (state: EditorState) => state.document.regions.length > 0;

function CopyAndPaste() {
  const { editor, before } = useScreen();
  const isCopyable = useScreenState(hasRegions);
  const isPastable = useSyncExternalStore(copied.subscribe, copied.get).length > 0;
  useEffect(() => {
    const timer = setTimeout(() => void loadCopying().catch(() => undefined), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const isUsed = isCopyable || isPastable || before !== null;
  return <Suspense fallback={null}>{isUsed && !editor.isReadOnly && <Copying />}</Suspense>;
}

function Overview({ source }: { source: CanvasImageSource }) {
  const { image } = useMounted();
  return image ? <OverviewOf image={image} source={source} /> : null;
}

function OverviewOf({ image, source }: { image: ImageEditor; source: CanvasImageSource }) {
  const { viewport } = image;
  const isFitted = useCallback(() => viewport.isFitted, [viewport]);
  const isZoomed = !useSyncExternalStore(viewport.subscribe, isFitted, isFitted);
  return (
    <Suspense fallback={null}>{isZoomed && <Minimap image={image} source={source} />}</Suspense>
  );
}

function Turned() {
  const { image } = useMounted();
  return image ? <TurnedOf image={image} /> : null;
}

function TurnedOf({ image }: { image: ImageEditor }) {
  const { viewport } = image;
  const read = useCallback(() => viewport.degrees !== 0, [viewport]);
  const isTurned = useSyncExternalStore(viewport.subscribe, read, read);
  return <Suspense fallback={null}>{isTurned && <TurnedNote image={image} />}</Suspense>;
}

function Hint() {
  const { image } = useMounted();
  return image ? <HintOf image={image} /> : null;
}

function HintOf({ image }: { image: ImageEditor }) {
  const { overlay } = image;
  const snapshot = useCallback(() => overlay.content.hint, [overlay]);
  const hint = useSyncExternalStore(overlay.subscribe, snapshot, snapshot);
  return <Suspense fallback={null}>{hint && <ToolHint hint={hint} />}</Suspense>;
}

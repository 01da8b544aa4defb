import { lazy, Suspense, useCallback, useSyncExternalStore } from 'react';
import type { ImageEditor } from '../../image-editor';
import { ImageCanvas } from '../../react/image-canvas';
import { useLook } from '../look';
import { useLabelTitle, useMounted, useScreen } from '../screen-context';
import type { StageProps } from './stages';

/** Fetched with the first tool that has something to say: those for boxes have not. */
const ToolHint = lazy(() => import('../tool-hint'));

/** Fetched once the image is there. */
const Copying = lazy(() => import('../copying'));
const Minimap = lazy(() => import('../minimap'));

/** An image with its regions drawn on it. */
export default function ImageStage({ label }: StageProps) {
  const screen = useScreen();
  const title = useLabelTitle();
  const { grid } = useLook();
  const handleReady = useCallback((image: ImageEditor) => screen.mounted.set({ image }), [screen]);
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
      {!screen.editor.isReadOnly && (
        <Suspense fallback={null}>
          <Copying />
        </Suspense>
      )}
    </>
  );
}

function Overview({ source }: { source: CanvasImageSource }) {
  const { image } = useMounted();
  return <Suspense fallback={null}>{image && <Minimap image={image} source={source} />}</Suspense>;
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

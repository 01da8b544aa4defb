import { useEffect, useRef } from 'react';
import type { Command } from '../commands/command';
import type { Editor } from '../core/editor';
import type { ColourPixels } from '../core/colour-pixels';
import type { Size } from '../core/points';
import { ImageEditor } from '../image-editor';
import type { LabelTitle } from '../render/active-layer';
import { Renderer } from '../render/renderer';
import { readTheme } from '../render/theme';
import styles from './image-canvas.module.css';
import { bindKeyboard } from './keyboard-events';
import { bindPointer } from './pointer-events';

export interface ImageSource extends Size {
  /** A decoded image of the upright pixels: an `HTMLImageElement` or an `ImageBitmap`. */
  readonly source: CanvasImageSource;
}

export interface ImageCanvasProps {
  readonly editor: Editor;
  readonly image: ImageSource;
  readonly commands: readonly Command[];
  /** The label's title in the reader's language; its name without this. */
  readonly labelTitle?: LabelTitle;
  /** A line every so many image pixels; none without this. */
  readonly grid?: number;
  readonly onReady?: (image: ImageEditor, stage: HTMLElement) => void;
  readonly 'aria-label': string;
  readonly 'aria-describedby'?: string;
}

/** The image with its regions. Everything under the pointer happens outside React: this mounts three canvases and listens. */
export function ImageCanvas({
  editor,
  image,
  commands,
  labelTitle,
  grid = 0,
  onReady,
  ...aria
}: ImageCanvasProps) {
  const stage = useRef<HTMLDivElement>(null);
  const imageLayer = useRef<HTMLCanvasElement>(null);
  const restingLayer = useRef<HTMLCanvasElement>(null);
  const activeLayer = useRef<HTMLCanvasElement>(null);
  const parts = useRef<{ imageEditor: ImageEditor; renderer: Renderer } | null>(null);
  // Read when a key arrives, so that a new list of commands does not build the canvas anew.
  const latest = useRef({ commands, onReady });
  useEffect(() => {
    latest.current = { commands, onReady };
  });

  useEffect(() => {
    const element = stage.current;
    if (!element || !imageLayer.current || !restingLayer.current || !activeLayer.current) return;
    const imageEditor = new ImageEditor(editor);
    const renderer = new Renderer(imageEditor, {
      image: imageLayer.current,
      resting: restingLayer.current,
      active: activeLayer.current,
    });
    parts.current = { imageEditor, renderer };
    const cleanups = [
      bindPointer(element, imageEditor),
      bindKeyboard(element, { editor, image: imageEditor }, () => latest.current.commands),
      followSize(element, imageEditor),
      followTheme(element, renderer),
    ];
    latest.current.onReady?.(imageEditor, element);
    return () => {
      for (const cleanup of cleanups) cleanup();
      renderer.destroy();
      imageEditor.destroy();
      parts.current = null;
    };
  }, [editor]);

  // After the effect above, and again with it: a new editor needs its image too.
  useEffect(() => {
    const size = { width: image.width, height: image.height };
    parts.current?.imageEditor.setImage(size, () => readPixels(image.source, size));
    parts.current?.renderer.setSource(image.source);
    parts.current?.renderer.flush();
  }, [editor, image.source, image.width, image.height]);

  useEffect(() => {
    if (labelTitle) parts.current?.renderer.setLabelTitle(labelTitle);
  }, [editor, labelTitle]);

  useEffect(() => parts.current?.renderer.setGrid(grid), [editor, grid]);

  return (
    <div ref={stage} className={styles.stage} role="application" tabIndex={0} {...aria}>
      <canvas ref={imageLayer} className={`${styles.layer} ${styles.image}`} aria-hidden />
      <canvas ref={restingLayer} className={styles.layer} aria-hidden />
      <canvas ref={activeLayer} className={styles.layer} aria-hidden />
    </div>
  );
}

/** The colours of `source`, or null where the browser does not give them out (an image of another origin). */
function readPixels(source: CanvasImageSource, { width, height }: Size): ColourPixels | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, width, height);
  try {
    return context.getImageData(0, 0, width, height);
  } catch {
    return null;
  }
}

/** Keeps the viewport as large as the element, in real device pixels, also when the window moves to another screen. */
function followSize(element: HTMLElement, { viewport }: ImageEditor): () => void {
  const measure = () =>
    viewport.setView(
      { width: element.clientWidth, height: element.clientHeight },
      window.devicePixelRatio || 1,
    );
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  window.addEventListener('resize', measure);
  measure();
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', measure);
  };
}

function followTheme(element: HTMLElement, renderer: Renderer): () => void {
  const read = () => renderer.setTheme(readTheme(element));
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-mantine-color-scheme', 'class', 'style'],
  });
  read();
  return () => observer.disconnect();
}

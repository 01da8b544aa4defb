import { useEffect, useRef } from 'react';
import type { Command } from '../commands/command';
import type { LabelTitle } from '../render/active-layer';
import { bindKeyboard } from '../react/keyboard-events';
import type { AudioEditor } from './audio-editor';
import { AudioRenderer } from './audio-renderer';
import { bindAudioPointer } from './pointer';
import type { Segment } from './segments';
import type { Sound } from './sound';
import classes from './audio-canvas.module.css';

interface AudioCanvasProps {
  audio: AudioEditor;
  sound: Sound;
  commands: readonly Command[];
  colourOf: (segment: Segment) => string;
  labelTitle: LabelTitle;
  /** Only when it is played are its bytes fetched: there are several on the page. */
  isQuiet?: boolean;
  'aria-label': string;
}

/** The waveform with its segments. Everything under the pointer happens outside React: this mounts a canvas and listens. */
export function AudioCanvas({
  audio,
  sound,
  commands,
  colourOf,
  labelTitle,
  isQuiet = false,
  'aria-label': label,
}: AudioCanvasProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<AudioRenderer | null>(null);
  const latest = useRef({ commands, options: { colourOf, labelTitle } });
  useEffect(() => {
    latest.current = { commands, options: { colourOf, labelTitle } };
    if (renderer.current) {
      renderer.current.options = latest.current.options;
      renderer.current.invalidate();
    }
  });

  useEffect(() => {
    const element = stage.current;
    if (!element || !canvas.current) return undefined;
    const painter = new AudioRenderer(audio, sound, canvas.current, latest.current.options);
    renderer.current = painter;
    const measure = () => {
      audio.view.setWidth(element.clientWidth);
      painter.invalidate();
    };
    const size = new ResizeObserver(measure);
    size.observe(element);
    measure();
    const theme = new MutationObserver(() => painter.readTheme());
    theme.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-mantine-color-scheme'],
    });
    const stops = [
      bindAudioPointer(element, audio),
      bindKeyboard(element, { editor: audio.editor, audio }, () => latest.current.commands),
      bindMedia(audio, sound.url, isQuiet),
    ];
    return () => {
      for (const stop of stops) stop();
      size.disconnect();
      theme.disconnect();
      painter.destroy();
      renderer.current = null;
    };
  }, [audio, sound, isQuiet]);

  return (
    <div ref={stage} className={classes.stage} role="application" tabIndex={0} aria-label={label}>
      <canvas ref={canvas} className={classes.canvas} aria-hidden />
    </div>
  );
}

/** Gives the player its media element, and its frames while it plays. */
function bindMedia(
  { player, view }: AudioEditor,
  url: string | null,
  isQuiet: boolean,
): () => void {
  if (!url) return () => undefined;
  const media = new Audio();
  media.preload = isQuiet ? 'none' : 'auto';
  const handleError = () => player.fail();
  media.addEventListener('error', handleError);
  media.src = url;
  player.attach(media);
  let request = 0;
  const frame = () => {
    player.tick();
    const { isPlaying } = player.state.get();
    if (isPlaying) view.follow(player.time);
    request = isPlaying ? requestAnimationFrame(frame) : 0;
  };
  const stop = player.state.subscribe(() => {
    if (player.state.get().isPlaying) request ||= requestAnimationFrame(frame);
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
    media.removeEventListener('error', handleError);
    player.pause();
    player.attach(null);
    media.removeAttribute('src');
    media.load();
  };
}

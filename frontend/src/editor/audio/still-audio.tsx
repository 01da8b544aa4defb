import { useEffect, useMemo } from 'react';
import { colourOf } from '@/lib/schema-document';
import type { Editor } from '../core/editor';
import type { LabelTitle } from '../render/active-layer';
import { AudioCanvas } from './audio-canvas';
import { audioCommands } from './audio-commands';
import { AudioEditor } from './audio-editor';
import type { Segment } from './segments';
import type { Sound } from './sound';
import { TranscriptList } from './transcript-list';
import { TransportBar } from './transport-bar';
import classes from './still-audio.module.css';

interface StillAudioProps {
  editor: Editor;
  sound: Sound;
  labelTitle: LabelTitle;
  'aria-label': string;
}

/** A sound with its segments, to be looked at and listened to only. */
export default function StillAudio({
  editor,
  sound,
  labelTitle,
  'aria-label': label,
}: StillAudioProps) {
  const audio = useMemo(() => new AudioEditor(editor, sound.duration), [editor, sound]);
  useEffect(() => {
    const { selected } = audio;
    if (selected) audio.view.showAround(selected.geometry.start - 1, selected.geometry.end + 1);
  }, [audio]);
  const colour = (segment: Segment) => colourOf(definitionOf(editor, segment) ?? {});
  return (
    <div className={classes.still}>
      <TransportBar audio={audio} isStill />
      <AudioCanvas
        audio={audio}
        sound={sound}
        commands={audioCommands}
        colourOf={colour}
        labelTitle={labelTitle}
        isQuiet
        aria-label={label}
      />
      <TranscriptList
        audio={audio}
        labelTitle={labelTitle}
        colourOf={colour}
        isStill
        marked={new Set(editor.getState().selection)}
      />
    </div>
  );
}

function definitionOf(editor: Editor, { field, label }: Segment) {
  return editor.schema.label(field, label);
}

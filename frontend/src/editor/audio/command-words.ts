import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export const SOUND = msg`Sound`;

/** What the commands of `audio-commands.ts` are called. */
export const AUDIO_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  'audio.play': msg`Play or pause`,
  'audio.play-selected': msg`Play the selected segment`,
  'audio.loop': msg`Repeat what is selected`,
  'audio.slower': msg`Slower`,
  'audio.faster': msg`Faster`,
  'audio.back': msg`Back one second`,
  'audio.forth': msg`Forward one second`,
  'audio.back.far': msg`Back five seconds`,
  'audio.forth.far': msg`Forward five seconds`,
  'audio.back.near': msg`Back ten milliseconds`,
  'audio.forth.near': msg`Forward ten milliseconds`,
  'audio.extend.back': msg`Select a tenth of a second more or less`,
  'audio.extend.forth': msg`Select a tenth of a second more or less`,
  'audio.home': msg`To the start of the sound`,
  'audio.end': msg`To the end of the sound`,
  'audio.to-start': msg`To the start of the segment`,
  'audio.to-end': msg`To the end of the segment`,
  'audio.create': msg`Make a segment of what is selected`,
  'audio.mark-start': msg`The segment starts at the playhead`,
  'audio.mark-end': msg`The segment ends at the playhead`,
  'audio.split': msg`Cut the segment at the playhead`,
  'audio.merge': msg`Join with the next segment`,
  'audio.text': msg`Write what is said`,
  'audio.end.back': msg`Move the end of the segment by ten milliseconds`,
  'audio.end.forth': msg`Move the end of the segment by ten milliseconds`,
  'audio.start.back': msg`Move the start of the segment by ten milliseconds`,
  'audio.start.forth': msg`Move the start of the segment by ten milliseconds`,
  'audio.end.nearest.back': msg`Move the end of the segment by a millisecond`,
  'audio.end.nearest.forth': msg`Move the end of the segment by a millisecond`,
  'audio.start.nearest.back': msg`Move the start of the segment by a millisecond`,
  'audio.start.nearest.forth': msg`Move the start of the segment by a millisecond`,
  'audio.zoom.in': msg`Zoom in`,
  'audio.zoom.out': msg`Zoom out`,
  'audio.zoom.fit': msg`Fit to the window`,
  'audio.zoom.selected': msg`Zoom to the selected`,
  'audio.spectrogram': msg`Spectrogram`,
};

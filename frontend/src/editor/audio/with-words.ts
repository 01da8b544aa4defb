import { loadAudioWords } from './words';

/** What shows a sound, once its words are there too. */
export async function audioStage() {
  const [stage] = await Promise.all([import('./audio-stage'), loadAudioWords()]);
  return stage;
}

/** What shows a sound to be looked at only, once its words are there too. */
export async function stillAudio() {
  const [still] = await Promise.all([import('./still-audio'), loadAudioWords()]);
  return still;
}

/** The colour of the split in this place of a version: steps of one hue, as `SplitBar` has them. */
const STEPS = ['var(--teal-6)', 'var(--teal-4)', 'var(--teal-2)', 'var(--gray-5)'] as const;

export function splitColour(place: number): string {
  return STEPS[place % STEPS.length] ?? STEPS[0];
}

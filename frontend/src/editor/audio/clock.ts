/** Seconds as people read them, to the millisecond: 1:02:03.004, 0:07.500. */
export function clockTime(seconds: number, digits = 3): string {
  const unit = 10 ** digits;
  const all = Math.round(seconds * unit);
  const whole = Math.floor(all / unit);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor((whole % 3600) / 60),
    whole % 60,
  ];
  const two = (part: number) => String(part).padStart(2, '0');
  const fraction = digits ? `.${String(all % unit).padStart(digits, '0')}` : '';
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}${fraction}`;
}

/** The distance of marks on a ruler that has `pixels` for `seconds`, and the digits that tell them apart. */
export function rulerStep(seconds: number, pixels: number): { step: number; digits: number } {
  const least = (seconds / pixels) * 90;
  const step = STEPS.find((each) => each >= least) ?? 3600;
  return { step, digits: step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3 };
}

const STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
  1800,
];

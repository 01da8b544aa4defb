import classes from './avatar.module.css';

const TINTS = 6;

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.map((word) => [...word][0] ?? '');
  // Korean and Japanese names are one word: one character is enough to recognise.
  return (
    letters.length > 1 ? `${letters[0]}${letters.at(-1)}` : (letters[0] ?? '?')
  ).toUpperCase();
}

function tintOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % TINTS;
}

/** A person by their initials, which are a picture and no text: nobody is called "CW". The name is said beside it, or by `isNamed`. */
export function Avatar({
  name,
  size = 24,
  isNamed = false,
}: {
  name: string;
  size?: number;
  isNamed?: boolean;
}) {
  return (
    <span
      className={classes.avatar}
      data-tint={tintOf(name)}
      style={{ width: size, height: size, fontSize: size * 0.42 }}
      role={isNamed ? 'img' : undefined}
      aria-label={isNamed ? name : undefined}
      aria-hidden={isNamed ? undefined : true}
      data-initials={initials(name)}
    />
  );
}

import { fingerprint } from '../model/fingerprint';
import classes from './fingerprint.module.css';

const HEIGHT = 28;
const STEP = 4;

/** The identity as a picture: two versions with the same content look the same. */
export function Fingerprint({ sha256 }: { sha256: string }) {
  const bars = fingerprint(sha256);
  return (
    <svg
      className={classes.print}
      viewBox={`0 0 ${bars.length * STEP - 1.5} ${HEIGHT}`}
      aria-hidden="true"
    >
      {bars.map((share, index) => {
        const height = 3 + share * (HEIGHT - 3);
        return (
          <rect
            key={index}
            x={index * STEP}
            y={(HEIGHT - height) / 2}
            width={2.5}
            height={height}
            rx={1.25}
          />
        );
      })}
    </svg>
  );
}

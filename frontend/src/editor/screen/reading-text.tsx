import { WholeFields } from './whole-fields';
import classes from './reading-text.module.css';

/** A text that is judged as a whole, with its questions right under it. */
export function ReadingText({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.scroller} data-reading tabIndex={0} role="region" aria-label={label}>
      <div className={classes.column}>
        <blockquote
          className={classes.text}
          dir="auto"
          data-length={text.length > 240 ? 'long' : 'short'}
        >
          {text}
        </blockquote>
        <WholeFields isLarge />
      </div>
    </div>
  );
}

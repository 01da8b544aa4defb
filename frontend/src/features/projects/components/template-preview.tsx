import classes from './template-preview.module.css';

/** A template in a few lines: what its annotation screen asks for. Unknown templates show an empty sheet. */
export function TemplatePreview({ template }: { template: string }) {
  return (
    <svg className={classes.preview} viewBox="0 0 176 92" aria-hidden="true">
      <rect className={classes.ground} width="176" height="92" rx="4" />
      {DRAWINGS[template]}
    </svg>
  );
}

const lines = <path className={classes.line} d="M24 24h128M24 38h116M24 52h124M24 66h70" />;

const DRAWINGS: Record<string, React.ReactNode> = {
  object_detection: (
    <>
      <circle className={classes.thing} cx="56" cy="38" r="17" />
      <circle className={classes.thing} cx="112" cy="56" r="21" />
      <circle className={classes.thing} cx="140" cy="22" r="8" />
      <rect className={classes.regionA} x="37" y="19" width="38" height="38" rx="1.5" />
      <rect className={classes.regionB} x="89" y="33" width="46" height="46" rx="1.5" />
      <rect className={classes.regionA} x="130" y="12" width="20" height="20" rx="1.5" />
    </>
  ),
  text_classification: (
    <>
      <path className={classes.line} d="M24 22h128M24 34h92" />
      <rect className={classes.option} x="24" y="52" width="38" height="20" rx="10" />
      <rect className={classes.chosen} x="69" y="52" width="38" height="20" rx="10" />
      <rect className={classes.option} x="114" y="52" width="38" height="20" rx="10" />
    </>
  ),
  named_entities: (
    <>
      {lines}
      <rect className={classes.spanA} x="40" y="17" width="38" height="14" rx="2" />
      <rect className={classes.spanB} x="92" y="31" width="48" height="14" rx="2" />
      <rect className={classes.spanA} x="24" y="59" width="30" height="14" rx="2" />
    </>
  ),
  blank_image: (
    <>
      <rect className={classes.dashed} x="48" y="18" width="80" height="56" rx="3" />
      <path className={classes.line} d="m52 68 22-24 14 14 12-10 24 20" />
      <circle className={classes.line} cx="110" cy="34" r="6" />
    </>
  ),
  blank_text: (
    <>
      <rect className={classes.dashed} x="48" y="18" width="80" height="56" rx="3" />
      <path className={classes.line} d="M60 34h56M60 46h48M60 58h30" />
    </>
  ),
};

import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { GAMMA_FILTER, GRIDS, isPlain, PLAIN_LOOK, setLook, useLook } from './look';
import { ViewTurn } from './view-turn';
import classes from './look-panel.module.css';

interface LookPanelProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Sliders for how the picture is shown, and the filter that does what CSS has no word for. */
export default function LookPanel({ isOpen, onClose }: LookPanelProps) {
  const { gamma } = useLook();
  return (
    <>
      <svg width="0" height="0" className={classes.filter} aria-hidden="true">
        <filter id={GAMMA_FILTER} colorInterpolationFilters="sRGB">
          <feComponentTransfer>
            <feFuncR type="gamma" exponent={1 / gamma} />
            <feFuncG type="gamma" exponent={1 / gamma} />
            <feFuncB type="gamma" exponent={1 / gamma} />
          </feComponentTransfer>
        </filter>
      </svg>
      {isOpen && <Panel onClose={onClose} />}
    </>
  );
}

function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const look = useLook();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.querySelector('input')?.focus(), []);
  return (
    <div
      ref={root}
      className={classes.panel}
      role="group"
      aria-label={t`How the picture is shown`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Slider
        label={t`Brightness`}
        value={look.brightness}
        onChange={(brightness) => setLook({ ...look, brightness })}
      />
      <Slider
        label={t`Contrast`}
        value={look.contrast}
        onChange={(contrast) => setLook({ ...look, contrast })}
      />
      <Slider
        label={t`Gamma: dark parts lighter`}
        value={look.gamma}
        onChange={(gamma) => setLook({ ...look, gamma })}
      />
      <Check
        label={t`Greyscale`}
        isOn={look.isGrey}
        onChange={(isGrey) => setLook({ ...look, isGrey })}
      />
      <Check
        label={t`Inverted`}
        isOn={look.isInverted}
        onChange={(isInverted) => setLook({ ...look, isInverted })}
      />
      <label className={classes.row}>
        <span>{t`Grid`}</span>
        <select
          value={look.grid}
          onChange={(event) => setLook({ ...look, grid: Number(event.currentTarget.value) })}
        >
          {GRIDS.map((step) => (
            <option key={step} value={step}>
              {step ? t`every ${step} px` : t`none`}
            </option>
          ))}
        </select>
      </label>
      <ViewTurn />
      <div className={classes.foot}>
        <button type="button" disabled={isPlain(look)} onClick={() => setLook(PLAIN_LOOK)}>
          {t`As it is`}
        </button>
        <button type="button" onClick={onClose}>
          {t`Close`}
        </button>
      </div>
    </div>
  );
}

interface SliderProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function Slider({ label, value, onChange }: SliderProps) {
  const percent = Math.round(value * 100);
  return (
    <label className={classes.slider}>
      <span>
        {label} <span aria-hidden="true">{percent} %</span>
      </span>
      <input
        type="range"
        min={40}
        max={250}
        step={5}
        value={percent}
        onChange={(event) => onChange(Number(event.currentTarget.value) / 100)}
      />
    </label>
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

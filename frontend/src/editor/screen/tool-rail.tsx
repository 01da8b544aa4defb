import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import {
  IconAspectRatio,
  IconBrightnessUp,
  IconEye,
  IconEyeOff,
  IconLine,
  IconPoint,
  IconPointer,
  IconPolygon,
  IconSquare,
  IconSquareRotated,
  IconSunLow,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { EditorState } from '../core/state';
import { useScreen, useScreenState } from './screen-context';
import { RailAction, type RailButton, type RailTool } from './rail-action';
import classes from './tool-rail.module.css';

/** Fetched where the schema has what they draw. */
const DrawingTools = lazy(() => import('./drawing-tools'));
const WITH_TOOLS = ['polygon', 'keypoints', 'mask'];

const TOOLS: readonly RailTool[] = [
  { tool: 'select', command: 'tool.select', title: msg`Select and move`, icon: IconPointer },
  { tool: 'box', command: 'tool.box', title: msg`Draw a box`, icon: IconSquare },
  {
    tool: 'rotated_box',
    command: 'tool.rotated_box',
    title: msg`Draw a rotated box`,
    icon: IconSquareRotated,
  },
  { tool: 'polygon', command: 'tool.polygon', title: msg`Draw a polygon`, icon: IconPolygon },
  { tool: 'polyline', command: 'tool.polyline', title: msg`Draw a line`, icon: IconLine },
  { tool: 'point', command: 'tool.point', title: msg`Set a point`, icon: IconPoint },
];

const VIEW: readonly RailButton[] = [
  { command: 'zoom.in', title: msg`Zoom in`, icon: IconZoomIn },
  { command: 'zoom.out', title: msg`Zoom out`, icon: IconZoomOut },
  { command: 'zoom.fit', title: msg`Fit to the window`, icon: IconAspectRatio },
];

const toolOf = (state: EditorState) => state.tool;
const othersOf = (state: EditorState) => state.others;

export interface Look {
  readonly brightness: number;
  readonly contrast: number;
}

export const PLAIN_LOOK: Look = { brightness: 1, contrast: 1 };

interface ToolRailProps {
  look: Look;
  onLook: (look: Look) => void;
}

/** The tools of an image, in a narrow column. */
export function ToolRail({ look, onLook }: ToolRailProps) {
  const { t } = useLingui();
  const { editor } = useScreen();
  const tool = useScreenState(toolOf);
  const others = useScreenState(othersOf);
  const geometries = new Set(
    editor.schema.locatedFields.flatMap((field) =>
      (field.labels ?? []).map((label) => label.geometry),
    ),
  );
  const tools = TOOLS.filter(
    (each) => each.tool === 'select' || (geometries.has(each.tool) && !editor.isReadOnly),
  );
  return (
    <div className={classes.rail} role="toolbar" aria-orientation="vertical" aria-label={t`Tools`}>
      {tools.map((each) => (
        <RailAction key={each.command} {...each} isOn={each.tool === tool} />
      ))}
      {!editor.isReadOnly && WITH_TOOLS.some((geometry) => geometries.has(geometry)) && (
        <Suspense fallback={null}>
          <DrawingTools tool={tool} />
        </Suspense>
      )}
      <span className={classes.line} />
      {VIEW.map((each) => (
        <RailAction key={each.command} {...each} />
      ))}
      <LookButton look={look} onLook={onLook} />
      <span className={classes.line} />
      <RailAction
        command="others"
        title={
          {
            show: msg`Dim the other regions`,
            dim: msg`Hide the other regions`,
            hide: msg`Show all`,
          }[others]
        }
        icon={{ show: IconEye, dim: IconSunLow, hide: IconEyeOff }[others]}
        isOn={others !== 'show'}
      />
    </div>
  );
}

function LookButton({ look, onLook }: ToolRailProps) {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(false);
  const isChanged = look.brightness !== 1 || look.contrast !== 1;
  return (
    <div className={classes.holder}>
      <button
        type="button"
        className={classes.tool}
        aria-label={t`Brightness and contrast`}
        aria-expanded={isOpen}
        data-changed={isChanged || undefined}
        data-tip={t`Brightness and contrast`}
        onClick={() => setIsOpen(!isOpen)}
      >
        <IconBrightnessUp size={18} stroke={1.7} aria-hidden="true" />
      </button>
      {isOpen && (
        <div
          className={classes.look}
          role="group"
          aria-label={t`Brightness and contrast`}
          onKeyDown={(event) => event.key === 'Escape' && setIsOpen(false)}
        >
          <Slider
            label={t`Brightness`}
            value={look.brightness}
            onChange={(brightness) => onLook({ ...look, brightness })}
          />
          <Slider
            label={t`Contrast`}
            value={look.contrast}
            onChange={(contrast) => onLook({ ...look, contrast })}
          />
          <button
            type="button"
            className={classes.reset}
            disabled={!isChanged}
            onClick={() => onLook(PLAIN_LOOK)}
          >
            {t`As it is`}
          </button>
        </div>
      )}
    </div>
  );
}

interface SliderProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function Slider({ label, value, onChange }: SliderProps) {
  return (
    <label className={classes.slider}>
      <span>{label}</span>
      <input
        type="range"
        min={40}
        max={250}
        step={5}
        value={Math.round(value * 100)}
        onChange={(event) => onChange(Number(event.currentTarget.value) / 100)}
      />
    </label>
  );
}

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
import { lazy, Suspense, useRef, useState } from 'react';
import { useCommands } from '@/lib/commands';
import { ariaShortcut } from '@/lib/shortcuts';
import type { EditorState } from '../core/state';
import { isPlain, useLook } from './look';
import { useScreen, useScreenState } from './screen-context';
import { RailAction, type RailButton, type RailTool } from './rail-action';
import classes from './tool-rail.module.css';

/** Fetched where the schema has what they draw. */
const DrawingTools = lazy(() => import('./drawing-tools'));
/** Fetched when it is opened, or for a filter that it brings along. */
const LookPanel = lazy(() => import('./look-panel'));
const LOOK_KEY = 'shift+b';
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

/** The tools of an image, in a narrow column. */
export function ToolRail() {
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
      <LookButton />
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

function LookButton() {
  const { t } = useLingui();
  const look = useLook();
  const [isOpen, setIsOpen] = useState(false);
  const title = t`How the picture is shown`;
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  useCommands([
    {
      name: 'screen.look',
      title,
      group: t`View`,
      shortcut: LOOK_KEY,
      run: () => setIsOpen(!isOpen),
    },
  ]);
  return (
    <div className={classes.holder}>
      <button
        ref={button}
        type="button"
        className={classes.tool}
        aria-label={title}
        aria-expanded={isOpen}
        aria-keyshortcuts={ariaShortcut(LOOK_KEY)}
        data-changed={!isPlain(look) || undefined}
        data-tip={title}
        onClick={() => setIsOpen(!isOpen)}
      >
        <IconBrightnessUp size={18} stroke={1.7} aria-hidden="true" />
        <span className={classes.key} data-keys="⇧b" aria-hidden="true" />
      </button>
      {(isOpen || look.gamma !== 1) && (
        <Suspense fallback={null}>
          <LookPanel isOpen={isOpen} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

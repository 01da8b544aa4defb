import { msg } from '@lingui/core/macro';
import {
  IconBrush,
  IconBucketDroplet,
  IconEraser,
  IconLasso,
  IconLayersSubtract,
  IconLayersUnion,
  IconSlice,
  IconStretching,
  IconWand,
} from '@tabler/icons-react';
import type { EditorState } from '../core/state';
import { joinable } from '../tools/polygon/joinable';
import { RailAction, type RailButton, type RailTool } from './rail-action';
import { useScreen, useScreenState } from './screen-context';

const TOOLS: readonly (RailTool & { readonly geometry: string })[] = [
  {
    tool: 'cut',
    geometry: 'polygon',
    command: 'tool.cut',
    title: msg`Cut a polygon`,
    icon: IconSlice,
  },
  {
    tool: 'hole',
    geometry: 'polygon',
    command: 'tool.hole',
    title: msg`Take a part out of a polygon`,
    icon: IconLayersSubtract,
  },
  {
    tool: 'keypoints',
    geometry: 'keypoints',
    command: 'tool.keypoints',
    title: msg`Place a skeleton`,
    icon: IconStretching,
  },
  {
    tool: 'brush',
    geometry: 'mask',
    command: 'tool.brush',
    title: msg`Paint a mask`,
    icon: IconBrush,
  },
  {
    tool: 'eraser',
    geometry: 'mask',
    command: 'tool.eraser',
    title: msg`Erase from a mask`,
    icon: IconEraser,
  },
  {
    tool: 'mask_outline',
    geometry: 'mask',
    command: 'tool.mask_outline',
    title: msg`Outline a part of a mask`,
    icon: IconLasso,
  },
  {
    tool: 'fill',
    geometry: 'mask',
    command: 'tool.fill',
    title: msg`Fill holes of a mask`,
    icon: IconBucketDroplet,
  },
  {
    tool: 'wand',
    geometry: 'mask',
    command: 'tool.wand',
    title: msg`Mask what has a similar colour`,
    icon: IconWand,
  },
];

const JOIN: RailButton = {
  command: 'join',
  title: msg`Join the selected polygons`,
  icon: IconLayersUnion,
};

/** The tools for polygons, skeletons and masks, as far as the schema has them. */
export default function DrawingTools({ tool }: { tool: string }) {
  const { editor } = useScreen();
  const { schema } = editor;
  return (
    <>
      {TOOLS.filter(({ geometry }) => schema.hasGeometry(geometry)).map((each) => (
        <RailAction key={each.command} {...each} isOn={each.tool === tool} />
      ))}
      {schema.hasGeometry('polygon') && <JoinAction />}
    </>
  );
}

const selectionOf = (state: EditorState) => state.selection;

function JoinAction() {
  const { editor } = useScreen();
  useScreenState(selectionOf); // what can be joined goes by it
  return <RailAction {...JOIN} isDisabled={joinable(editor).length === 0} />;
}

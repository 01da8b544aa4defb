import type { RegionPatch } from '../core/editor';
import { freshGroups, groupingOf } from '../core/groups';
import type { OrderStep } from '../core/order';
import type { Region } from '../core/value';
import type { ImageEditor } from '../image-editor';
import { shapeOf } from '../shapes/registry';
import { arrowDirection } from '../tools/arrow-step';
import { moved } from '../tools/dragging';
import { pointsRegion } from '../tools/points-region';
import { joinable } from '../tools/polygon/joinable';
import { joinPolygons, TOOLS, type ToolEntry } from '../tools/registry';
import type { Command, CommandContext } from './command';

/** Tools for what the schema does not have would only take keys away. */
function isOffered({ editor }: CommandContext, { geometry }: ToolEntry): boolean {
  return geometry === undefined || (!editor.isReadOnly && editor.schema.hasGeometry(geometry));
}

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
/** Far enough from the original to be seen as another one. */
const DUPLICATE_OFFSET = 12;
const PAN_STEP = 64;

const hasImage = ({ image }: CommandContext) => image !== undefined;
const hasRegion = ({ editor, image }: CommandContext) =>
  image !== undefined && editor.selectedRegions.some((region) => editor.canEdit(region));

function editable({ editor }: CommandContext): Region[] {
  return editor.selectedRegions.filter((region) => editor.canEdit(region));
}

type Step = (
  regions: readonly Region[],
  dx: number,
  dy: number,
  image: ImageEditor,
) => ReadonlyMap<string, RegionPatch>;

const move: Step = (regions, dx, dy, { viewport }) => {
  const step = viewport.alongScreen(dx, dy);
  return moved(regions, step.dx, step.dy, viewport.image);
};

const grow: Step = (regions, dx, dy, { viewport }) =>
  new Map(
    regions.flatMap((region) => {
      const geometry = shapeOf(region.geometry)?.grow(region.geometry, dx, dy, viewport.image);
      return geometry ? [[region.id, { geometry }] as const] : [];
    }),
  );

/** A command that takes one step per arrow key; a held key is one undo step, however far it went. */
function arrowCommand(id: string, modifier: string, pixels: number, step: Step): Command {
  return {
    id,
    keys: ARROWS.map((arrow) => modifier + arrow),
    when: hasRegion,
    run: (context, press) => {
      const direction = arrowDirection(press?.key ?? '');
      if (!direction || !context.image) return false;
      const patches = step(
        editable(context),
        direction.dx * pixels,
        direction.dy * pixels,
        context.image,
      );
      context.editor.update(patches, { continues: press?.repeat ?? false });
      return true;
    },
  };
}

/** Turns what can be turned by so many degrees; a held key is one undo step. */
function turnCommand(id: string, key: string, degrees: number): Command {
  const canTurn = (region: Region) => shapeOf(region.geometry)?.turn !== undefined;
  return {
    id,
    keys: [key],
    when: (context) => hasImage(context) && editable(context).some(canTurn),
    run: (context, press) => {
      const { image } = context;
      if (!image) return false;
      const patches = editable(context).flatMap(({ id: region, geometry }) => {
        const turned = shapeOf(geometry)?.turn?.(geometry, degrees, image.viewport.image);
        return turned ? [[region, { geometry: turned }] as const] : [];
      });
      context.editor.update(new Map(patches), { continues: press?.repeat ?? false });
      return true;
    },
  };
}

function turnViewCommand(id: string, key: string, degrees: number): Command {
  return { id, keys: [key], when: hasImage, run: ({ image }) => image?.viewport.turnBy(degrees) };
}

function orderCommand(step: OrderStep, key: string): Command {
  return {
    id: `order.${step}`,
    keys: [key],
    when: hasRegion,
    run: ({ editor }) => editor.reorder(step),
  };
}

export const imageCommands: readonly Command[] = [
  {
    id: 'cancel',
    keys: ['Escape'],
    when: hasImage,
    run: ({ image }) => image?.tools.cancel() ?? false,
  },
  ...TOOLS.map((tool): Command => ({
    id: `tool.${tool.id}`,
    keys: [tool.key],
    when: (context) => hasImage(context) && isOffered(context, tool),
    run: ({ editor }) => editor.setTool(tool.id),
  })),
  { id: 'aim', keys: ['k'], when: hasImage, run: ({ image }) => image?.tools.aim() ?? false },
  {
    id: 'points',
    keys: ['e'],
    when: (context) => hasImage(context) && pointsRegion(context) !== null,
    run: ({ image }) => image?.tools.editPoints() ?? false,
  },
  {
    id: 'join',
    keys: ['u'],
    when: (context) => hasImage(context) && joinable(context.editor).length > 0,
    run: ({ image }) => {
      if (image) void joinPolygons(image);
    },
  },
  turnCommand('turn.left', ',', -1),
  turnCommand('turn.right', '.', 1),
  turnCommand('turn.left.far', '<', -15),
  turnCommand('turn.right.far', '>', 15),
  {
    id: 'duplicate',
    keys: ['Mod+d'],
    when: hasRegion,
    run: (context) => {
      const { editor, image } = context;
      if (!image) return;
      const patches = moved(
        editable(context),
        DUPLICATE_OFFSET,
        DUPLICATE_OFFSET,
        image.viewport.image,
      );
      const groupOf = freshGroups(editor.newId);
      const copies = editable(context).flatMap(({ field, label, attributes, id, group }) => {
        const geometry = patches.get(id)?.geometry;
        const fresh = groupOf(group);
        return geometry
          ? [{ field, label, attributes, geometry, ...(fresh ? { group: fresh } : {}) }]
          : [];
      });
      editor.select(editor.create(...copies).map((region) => region.id));
    },
  },
  {
    id: 'group',
    keys: ['Mod+g'],
    when: (context) => hasRegion(context) && groupingOf(editable(context)) !== 'none',
    run: ({ editor }) => editor.toggleGroup(),
  },
  {
    id: 'group.select',
    keys: ['Alt+g'],
    when: ({ editor, image }) =>
      image !== undefined && editor.selectedRegions.some(({ group }) => group !== undefined),
    run: ({ editor }) => editor.selectGroups(),
  },
  orderCommand('forward', 'PageUp'),
  orderCommand('backward', 'PageDown'),
  orderCommand('front', 'Shift+PageUp'),
  orderCommand('back', 'Shift+PageDown'),
  arrowCommand('nudge', '', 1, move),
  arrowCommand('nudge.far', 'Shift+', 10, move),
  arrowCommand('resize', 'Mod+', 1, grow),
  arrowCommand('resize.far', 'Mod+Shift+', 10, grow),
  {
    id: 'pan',
    keys: ARROWS,
    when: hasImage,
    run: ({ image }, press) => {
      const direction = arrowDirection(press?.key ?? '');
      if (direction) image?.viewport.panBy(-direction.dx * PAN_STEP, -direction.dy * PAN_STEP);
    },
  },
  { id: 'zoom.in', keys: ['+', '='], when: hasImage, run: ({ image }) => image?.viewport.zoomIn() },
  { id: 'zoom.out', keys: ['-'], when: hasImage, run: ({ image }) => image?.viewport.zoomOut() },
  { id: 'zoom.fit', keys: ['f'], when: hasImage, run: ({ image }) => image?.viewport.fit() },
  { id: 'zoom.actual', keys: ['z'], when: hasImage, run: ({ image }) => image?.viewport.zoomTo(1) },
  turnViewCommand('view.turn.right', 'Alt+r', 90),
  turnViewCommand('view.turn.left', 'Alt+Shift+r', -90),
  turnViewCommand('view.turn.right.little', 'Alt+k', 5),
  turnViewCommand('view.turn.left.little', 'Alt+j', -5),
  {
    id: 'view.upright',
    keys: ['Alt+u'],
    when: ({ image }) => image !== undefined && image.viewport.degrees !== 0,
    run: ({ image }) => image?.viewport.turnTo(0),
  },
  {
    id: 'zoom.selection',
    keys: ['Shift+f'],
    when: (context) => hasImage(context) && context.editor.getState().selection.length > 0,
    run: ({ editor, image }) => {
      const [region] = editor.selectedRegions;
      const bounds = region && shapeOf(region.geometry)?.bounds(region.geometry);
      if (bounds) image?.viewport.fitBounds(bounds);
    },
  },
];

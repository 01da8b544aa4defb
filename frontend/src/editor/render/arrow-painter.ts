import type { ScreenPoint, Size } from '../core/points';
import { pointOf, type Arrow } from '../relations/arrow-shape';

export interface ArrowStyle {
  readonly colour: string;
  readonly isStrong: boolean;
  /** Others stand out. */
  readonly isFaint: boolean;
  readonly isFaulty: boolean;
  /** The kind, beside the arrow; none for an empty one. */
  readonly title: string;
  readonly pixelRatio: number;
}

const DARK = 'rgb(10 12 16 / 0.65)';
const LIGHT = '#fff';
const WARNING = '#e5484d';
const HEAD = 9;
const FONT = '600 11px Inter, system-ui, sans-serif';

/** An arrow over any picture: a dark line, a bright one on it, a dot where it leaves from and a head where it leads. */
export function paintArrow(context: CanvasRenderingContext2D, arrow: Arrow, style: ArrowStyle): void {
  const k = style.pixelRatio;
  const { from, bend, to } = arrow;
  context.save();
  context.scale(k, k);
  context.globalAlpha = style.isFaint ? 0.45 : 1;
  const width = style.isStrong ? 2.5 : 1.75;
  const line = () => {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
    context.stroke();
  };
  context.lineCap = 'round';
  context.strokeStyle = DARK;
  context.lineWidth = width + 2;
  line();
  context.strokeStyle = style.colour;
  context.lineWidth = width;
  if (style.isFaulty) context.setLineDash([5, 4]);
  line();
  context.setLineDash([]);
  disc(context, from, 4.5, DARK);
  disc(context, from, 3.5, style.colour);
  paintHead(context, arrow, style.colour);
  if (style.title) paintTitle(context, arrow, style);
  context.restore();
}

function paintHead(context: CanvasRenderingContext2D, { bend, to }: Arrow, colour: string): void {
  const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
  const corner = (turn: number) =>
    [to.x - HEAD * Math.cos(angle + turn), to.y - HEAD * Math.sin(angle + turn)] as const;
  context.beginPath();
  context.moveTo(to.x, to.y);
  context.lineTo(...corner(0.45));
  context.lineTo(...corner(-0.45));
  context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 2;
  context.strokeStyle = DARK;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

function paintTitle(context: CanvasRenderingContext2D, arrow: Arrow, style: ArrowStyle): void {
  const { x, y } = pointOf(arrow, 0.5);
  context.font = FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const width = context.measureText(style.title).width + 12;
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 4);
  context.fillStyle = 'rgb(20 23 28 / 0.9)';
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = style.isFaulty ? WARNING : style.colour;
  context.stroke();
  context.fillStyle = LIGHT;
  context.fillText(style.title, x, y + 0.5);
}

/** The knob that an arrow is dragged out of. */
export function paintKnob(context: CanvasRenderingContext2D, { x, y }: ScreenPoint, k: number): void {
  context.save();
  context.scale(k, k);
  disc(context, { x, y }, 9, DARK);
  disc(context, { x, y }, 8, LIGHT);
  context.strokeStyle = '#14171c';
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x - 3, y + 3);
  context.lineTo(x + 3, y - 3);
  context.moveTo(x - 1, y - 3);
  context.lineTo(x + 3, y - 3);
  context.lineTo(x + 3, y + 1);
  context.stroke();
  context.restore();
}

/** A frame around where an arrow is being led, which says whether it may. */
export function paintEnd(
  context: CanvasRenderingContext2D,
  { at, width, height }: Size & { readonly at: ScreenPoint },
  isAllowed: boolean,
  k: number,
): void {
  context.save();
  context.scale(k, k);
  for (const [line, colour] of [
    [4, DARK],
    [2, isAllowed ? LIGHT : WARNING],
  ] as const) {
    context.lineWidth = line;
    context.strokeStyle = colour;
    context.strokeRect(at.x - 3, at.y - 3, width + 6, height + 6);
  }
  context.restore();
}

function disc(
  context: CanvasRenderingContext2D,
  { x, y }: Pick<ScreenPoint, 'x' | 'y'>,
  radius: number,
  colour: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

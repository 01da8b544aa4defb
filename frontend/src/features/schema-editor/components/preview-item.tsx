import { useLingui } from '@lingui/react/macro';
import { colourOf, titleOf } from '@/lib/schema-document';
import type { LabelInBar } from './preview-pane';
import classes from './preview-pane.module.css';

interface PreviewItemProps {
  labels: readonly LabelInBar[];
  active: LabelInBar | undefined;
  locale: string;
}

/** Where example boxes stand, as shares of the image: over the discs of the drawing. */
const BOXES = [
  [0.09, 0.14, 0.2, 0.28],
  [0.42, 0.3, 0.24, 0.34],
  [0.74, 0.12, 0.16, 0.22],
  [0.2, 0.58, 0.18, 0.26],
  [0.7, 0.58, 0.2, 0.28],
  [0.46, 0.76, 0.12, 0.16],
] as const;

const WIDTH = 480;
const HEIGHT = 320;

/** An image with a region of each label, drawn as the annotation screen draws them. */
export function PreviewImage({
  url,
  labels,
  active,
  locale,
}: PreviewItemProps & { url: string | null }) {
  const { t } = useLingui();
  const shown = BOXES.map((box, index) => ({
    box,
    label: labels[index % Math.max(1, labels.length)],
  }));
  return (
    <svg
      className={classes.image}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t`Example of the annotation screen`}
    >
      {url ? (
        <image href={url} width={WIDTH} height={HEIGHT} preserveAspectRatio="xMidYMid slice" />
      ) : (
        <Drawing />
      )}
      {labels.length > 0 &&
        shown
          .slice(0, Math.max(labels.length, 4))
          .map(({ box: [x, y, width, height], label }, index) => {
            if (!label) return null;
            const colour = colourOf(label.label);
            const isActive = label === active;
            const box = {
              x: x * WIDTH,
              y: y * HEIGHT,
              width: width * WIDTH,
              height: height * HEIGHT,
            };
            return (
              <g key={index}>
                <rect {...box} fill={colour} fillOpacity={isActive ? 0.18 : 0.06} />
                <rect
                  {...box}
                  fill="none"
                  stroke="#000000"
                  strokeOpacity="0.55"
                  strokeWidth={isActive ? 4 : 3}
                />
                <rect {...box} fill="none" stroke={colour} strokeWidth={isActive ? 2.5 : 1.5} />
                {isActive && index < labels.length && (
                  <Tag x={box.x} y={box.y} colour={colour} title={titleOf(label.label, locale)} />
                )}
              </g>
            );
          })}
    </svg>
  );
}

function Tag({ x, y, colour, title }: { x: number; y: number; colour: string; title: string }) {
  const words = title.length > 22 ? `${title.slice(0, 21)}…` : title;
  const width = 12 + [...words].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12 : 6.6), 0);
  return (
    <>
      <rect x={x - 1} y={y - 19} width={width} height={18} rx={3} fill={colour} />
      <text x={x + 5} y={y - 6} fontSize={12} fill={isDark(colour) ? '#ffffff' : '#11161b'}>
        {words}
      </text>
    </>
  );
}

/** Whether white words read better on it than black ones. */
function isDark(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) < 0.2;
}

function Drawing() {
  return (
    <>
      <rect width={WIDTH} height={HEIGHT} className={classes.ground} />
      {BOXES.map(([x, y, width, height], index) => (
        <ellipse
          key={index}
          className={classes.disc}
          cx={(x + width / 2) * WIDTH}
          cy={(y + height / 2) * HEIGHT}
          rx={(width / 2) * WIDTH * 0.86}
          ry={(height / 2) * HEIGHT * 0.86}
        />
      ))}
    </>
  );
}

const SENTENCES: Record<string, readonly string[]> = {
  en: [
    'Mina Park',
    ' ordered three lamps from ',
    'Atelier North',
    ' and asked for them in ',
    'Oslo',
    ' by ',
    'Friday',
    '.',
  ],
  ko: [
    '박민아',
    ' 님이 ',
    '북방공방',
    '에 램프 세 개를 주문하고 ',
    '금요일',
    '까지 ',
    '오슬로',
    '로 보내 달라고 했습니다.',
  ],
  ja: [
    '朴美奈',
    'さんは',
    '北工房',
    'にランプを三つ注文し、',
    '金曜日',
    'までに',
    'オスロ',
    'へ届けるよう頼みました。',
  ],
};

/** A text with a span of each label, underlined in its colour with its name as a small tag. */
export function PreviewText({
  text,
  labels,
  active,
  locale,
}: PreviewItemProps & { text: string | null }) {
  const pieces = text ? piecesOf(text) : (SENTENCES[locale] ?? SENTENCES.en ?? []);
  return (
    <p className={classes.text} lang={text ? undefined : locale}>
      {pieces.map((piece, index) => {
        const marked = labels.length > 0 && index % 2 === (text ? 1 : 0);
        const label = labels[Math.floor(index / 2) % Math.max(1, labels.length)];
        if (!marked || !label) return <span key={index}>{piece}</span>;
        return (
          <mark
            key={index}
            className={classes.span}
            data-active={label === active || undefined}
            style={
              {
                '--label-colour': colourOf(label.label),
              } as React.CSSProperties /* a custom property */
            }
          >
            {piece}
            <span className={classes.tag}>{titleOf(label.label, locale)}</span>
          </mark>
        );
      })}
    </p>
  );
}

/** The beginning of a text, every fifth word on its own. */
function piecesOf(text: string): string[] {
  const words = text.slice(0, 400).split(/(?<=\s)/);
  const pieces: string[] = [''];
  words.forEach((word, index) => {
    if (index % 5 === 4 && pieces.length < 12) pieces.push(word, '');
    else pieces[pieces.length - 1] += word;
  });
  return pieces;
}

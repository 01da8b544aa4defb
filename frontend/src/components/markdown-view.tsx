import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { readExample, type Examples, type NamedExample } from '@/lib/examples';
import { isPictureUrl, pictureUrl } from '@/lib/pictures';
import { appPolicy } from '@/lib/trusted-types';
import { ExampleFigure } from './example-figure';
import classes from './markdown-view.module.css';

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });

const HEADING_KEY = /\s*\{#([A-Za-z][\w-]*)\}\s*$/;

// `## Red cell {#rbc}` → <h2 id="rbc">Red cell</h2>. Section keys are what labels and links point to.
markdown.core.ruler.push('heading_keys', (state) => {
  state.tokens.forEach((token, index) => {
    const inline = state.tokens[index + 1];
    if (token.type !== 'heading_open' || inline?.type !== 'inline') return;
    const last = inline.children?.at(-1);
    const key = last?.type === 'text' ? HEADING_KEY.exec(last.content)?.[1] : undefined;
    if (!last || !key) return;
    last.content = last.content.replace(HEADING_KEY, '');
    token.attrSet('id', key);
  });
});

interface Found {
  /** Is given where a text may name examples: those that it names are put here. */
  examples?: NamedExample[];
}

// A paragraph of lines that each name an example becomes a row of places for them; its words become no markup.
markdown.core.ruler.push('examples', (state) => {
  const { examples } = state.env as Found; // `renderMarkdown` gives nothing else
  if (!examples) return;
  for (let at = state.tokens.length - 3; at >= 0; at -= 1) {
    const opening = state.tokens[at];
    if (opening?.type !== 'paragraph_open' || opening.level !== 0) continue;
    const named = (state.tokens[at + 1]?.content ?? '').split('\n').map(readExample);
    if (named.some((each) => each === null)) continue;
    const row = new state.Token('html_block', '', 0);
    const first = examples.length;
    examples.push(...named.filter((each) => each !== null));
    const places = named.map((_, index) => `<div data-example="${first + index}"></div>`);
    row.content = `<div data-examples="">${places.join('')}</div>`;
    state.tokens.splice(at, 3, row);
  }
});

// `![two cells](picture:key)` is a picture of ours. One from elsewhere would tell its server who reads this, and when.
markdown.renderer.rules.image = (tokens, index, options, env, self) => {
  const token = tokens[index];
  const url = pictureUrl(String(token?.attrGet('src')));
  if (!token || !url) return '';
  const shows = self.renderInlineAsText(token.children ?? [], options, env);
  return `<img src="${url}" alt="${markdown.utils.escapeHtml(shows)}">`;
};

const ALLOWED_TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code'],
  ...['ul', 'ol', 'li', 'strong', 'em', 's', 'del', 'a', 'img', 'div'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const ALLOWED_ATTR = [
  ...['id', 'href', 'title', 'src', 'alt', 'start', 'rel', 'target'],
  ...['data-example', 'data-examples'],
];

const purifier = DOMPurify(window);

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A' && node.hasAttribute('href')) {
    const isOutside =
      new URL(node.getAttribute('href') ?? '', location.href).origin !== location.origin;
    node.setAttribute('rel', 'noopener nofollow');
    if (isOutside) node.setAttribute('target', '_blank');
  }
  if (node.tagName === 'IMG' && !isPictureUrl(node.getAttribute('src') ?? '')) node.remove();
});

/** Sanitised HTML of Markdown; into `examples` goes what the text names. Exported for tests. */
export function renderMarkdown(source: string, examples?: NamedExample[]): string {
  return purifier.sanitize(markdown.render(source, { examples } satisfies Found), {
    ALLOWED_TAGS,
    ALLOWED_ATTR,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|[/#.?]|[\w-]+(?:[/?#]|$))/i,
    RETURN_TRUSTED_TYPE: true,
    TRUSTED_TYPES_POLICY: appPolicy as never, // its types want the DOM's own policy class
  }) as unknown as string; // a TrustedHTML where the browser has them: React passes either on as it is
}

interface MarkdownViewProps {
  source: string;
  /** At reading size, for guidelines; else in the size of the text around. */
  isReading?: boolean;
  /** Of a guideline: what its examples show. Without them a line that names one is a line of text. */
  examples?: Examples;
  /** What stands at an example: what can be done to it, or what became of it. */
  atExample?: (example: NamedExample) => ReactNode;
}

interface Place {
  element: Element;
  example: NamedExample;
}

/** Markdown as the reader sees it. The only place in the product that sets HTML. */
export function MarkdownView({
  source,
  isReading = false,
  examples,
  atExample,
}: MarkdownViewProps) {
  const hasExamples = examples !== undefined;
  const { html, named } = useMemo(() => {
    const found: NamedExample[] = [];
    return { html: renderMarkdown(source, hasExamples ? found : undefined), named: found };
  }, [source, hasExamples]);
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const handleElement = useCallback(
    (root: HTMLElement | null) => {
      const found = [...(root?.querySelectorAll('[data-example]') ?? [])].flatMap((element) => {
        const example = named[Number(element.getAttribute('data-example'))];
        return example ? [{ element, example }] : [];
      });
      setPlaces((old) => (old.length + found.length > 0 ? found : old));
    },
    [named],
  );
  return (
    <>
      <div
        ref={handleElement}
        className={classes.markdown}
        data-reading={isReading || undefined}
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {examples !== undefined &&
        places.map(({ element, example }, index) =>
          createPortal(
            <ExampleFigure example={example} examples={examples} actions={atExample?.(example)} />,
            element,
            String(index),
          ),
        )}
    </>
  );
}

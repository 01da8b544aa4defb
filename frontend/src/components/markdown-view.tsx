import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { useMemo } from 'react';
import { appPolicy } from '@/lib/trusted-types';
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

const ALLOWED_TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code'],
  ...['ul', 'ol', 'li', 'strong', 'em', 's', 'del', 'a', 'img'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const ALLOWED_ATTR = ['id', 'href', 'title', 'src', 'alt', 'start', 'rel', 'target'];

const purifier = DOMPurify(window);

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A' && node.hasAttribute('href')) {
    const isOutside =
      new URL(node.getAttribute('href') ?? '', location.href).origin !== location.origin;
    node.setAttribute('rel', 'noopener nofollow');
    if (isOutside) node.setAttribute('target', '_blank');
  }
  if (node.tagName === 'IMG' && !isOwnMedia(node.getAttribute('src'))) node.remove();
});

/** A picture from elsewhere would tell its server who reads this, and when. */
function isOwnMedia(source: string | null): boolean {
  if (!source || !URL.canParse(source, location.href)) return false;
  const url = new URL(source, location.href);
  return url.origin === location.origin && url.pathname.startsWith('/api/');
}

/** Sanitised HTML of Markdown. Exported for tests. */
export function renderMarkdown(source: string): string {
  return purifier.sanitize(markdown.render(source), {
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
}

/** Markdown as the reader sees it. The only place in the product that sets HTML. */
export function MarkdownView({ source, isReading = false }: MarkdownViewProps) {
  const html = useMemo(() => renderMarkdown(source), [source]);
  return (
    <div
      className={classes.markdown}
      data-reading={isReading || undefined}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

import { diffArrays } from 'diff';

/** A word, or a picture: that is one word, too. */
interface Word {
  readonly text: string;
  readonly node: Text | HTMLImageElement;
  readonly from: number;
}

/** Texts that differ in more words than this are simply other texts. */
const MOST_EDITS = 2000;

/**
 * Marks in two pieces of the page the words that went (`del`, in `before`) and that came (`ins`, in `after`). It works on what
 * the sanitiser let through, and adds elements around its text only: no text becomes markup here.
 * Returns what takes the marks off again.
 */
export function markDifference(before: Element, after: Element, locale: string): () => void {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const old = wordsIn(before, segmenter);
  const now = wordsIn(after, segmenter);
  const parts = diffArrays(textsOf(old), textsOf(now), { maxEditLength: MOST_EDITS });
  const gone: Word[] = parts ? [] : old;
  const come: Word[] = parts ? [] : now;
  let atOld = 0;
  let atNow = 0;
  for (const part of parts ?? []) {
    const count = part.value.length;
    if (part.removed) gone.push(...old.slice(atOld, atOld + count));
    if (part.added) come.push(...now.slice(atNow, atNow + count));
    if (!part.added) atOld += count;
    if (!part.removed) atNow += count;
  }
  const marks = [...mark(gone, 'del'), ...mark(come, 'ins')];
  return () => {
    for (const each of marks) {
      const parent = each.parentNode;
      each.replaceWith(...each.childNodes);
      parent?.normalize();
    }
  };
}

function wordsIn(root: Element, segmenter: Intl.Segmenter): Word[] {
  const words: Word[] = [];
  const walker = document.createTreeWalker(
    root,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => {
      // What React draws inside is its own; whoever shows it says there what became of it.
      if (node.parentElement?.closest('[data-example]')) return NodeFilter.FILTER_REJECT;
      const isSaying = node instanceof Text || node instanceof HTMLImageElement;
      return isSaying ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    },
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLImageElement) {
      words.push({ text: `${node.getAttribute('src') ?? ''} ${node.alt}`, node, from: 0 });
    } else if (node instanceof Text) {
      for (const { segment, index } of segmenter.segment(node.data)) {
        if (segment.trim()) words.push({ text: segment, node, from: index });
      }
    }
  }
  return words;
}

function textsOf(words: readonly Word[]): string[] {
  return words.map(({ text }) => text);
}

/** One element around words that stand together, the spaces between them included. From behind, so that places stay true. */
function mark(words: readonly Word[], name: 'ins' | 'del'): Element[] {
  const runs: { node: Text | HTMLImageElement; from: number; to: number }[] = [];
  for (const { node, from, text } of words) {
    const last = runs.at(-1);
    if (
      node instanceof Text &&
      last?.node === node &&
      node.data.slice(last.to, from).trim() === ''
    ) {
      last.to = from + text.length;
    } else {
      runs.push({ node, from, to: from + text.length });
    }
  }
  return runs.reverse().map(({ node, from, to }) => {
    const range = document.createRange();
    if (node instanceof Text) {
      range.setStart(node, from);
      range.setEnd(node, to);
    } else {
      range.selectNode(node);
    }
    const element = document.createElement(name);
    range.surroundContents(element);
    return element;
  });
}

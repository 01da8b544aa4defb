import type { CodeEdit } from '@/components/code-editor';

/* What the toolbar does to the text around the selection: pure, so that keys and buttons do the same. */

type Change = (text: string, from: number, to: number) => CodeEdit;

/** Puts marks around the selection, or takes them away when they are there. */
export function wrap(mark: string, placeholder: string): Change {
  return (text, from, to) => {
    const isWrapped =
      text.slice(from - mark.length, from) === mark && text.slice(to, to + mark.length) === mark;
    const words = text.slice(from, to) || placeholder;
    if (isWrapped) {
      const start = from - mark.length;
      return {
        from: start,
        to: to + mark.length,
        insert: words,
        selection: { anchor: start, head: start + words.length },
      };
    }
    const start = from + mark.length;
    return {
      from,
      to,
      insert: mark + words + mark,
      selection: { anchor: start, head: start + words.length },
    };
  };
}

/** Gives every line of the selection a prefix, or takes it away when all have it. */
export function prefixLines(prefix: string): Change {
  return (text, from, to) => {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const next = text.indexOf('\n', to);
    const end = next < 0 ? text.length : next;
    const lines = text.slice(start, end).split('\n');
    const isOn = lines.every((line) => line.startsWith(prefix));
    const changed = lines
      .map((line) => (isOn ? line.slice(prefix.length) : prefix + line))
      .join('\n');
    const anchor = start + changed.length;
    return { from: start, to: end, insert: changed, selection: { anchor, head: anchor } };
  };
}

/** Makes the line a heading, one level deeper each time, and plain text after the third. */
export function heading(): Change {
  return (text, from) => {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const next = text.indexOf('\n', from);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, end);
    const marks = /^(#{1,6}) /.exec(line)?.[1]?.length ?? 0;
    const words = line.replace(/^#{1,6} /, '');
    const level = marks === 0 ? 2 : marks >= 3 ? 0 : marks + 1;
    const insert = level === 0 ? words : `${'#'.repeat(level)} ${words}`;
    const anchor = start + insert.length;
    return { from: start, to: end, insert, selection: { anchor, head: anchor } };
  };
}

/** A link around the selection; its address is selected, ready to be typed over. */
export function link(placeholder: string): Change {
  return (text, from, to) => {
    const words = text.slice(from, to) || placeholder;
    const address = 'https://';
    const start = from + words.length + 3;
    return {
      from,
      to,
      insert: `[${words}](${address})`,
      selection: { anchor: start, head: start + address.length },
    };
  };
}

/** A table of two columns on lines of its own. */
export function table(left: string, right: string): Change {
  return (text, _from, to) => {
    const next = text.indexOf('\n', to);
    const end = next < 0 ? text.length : next;
    const isLineEmpty = text.slice(text.lastIndexOf('\n', end - 1) + 1, end).trim() === '';
    const lead = isLineEmpty ? '' : '\n\n';
    const insert = `${lead}| ${left} | ${right} |\n| --- | --- |\n|  |  |\n`;
    const anchor = end + lead.length + 2;
    return { from: end, to: end, insert, selection: { anchor, head: anchor + left.length } };
  };
}

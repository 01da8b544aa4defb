import { describe, expect, it } from 'vitest';
import {
  changed,
  inWords,
  isPictureUrl,
  pictureArrived,
  pictureEdit,
  pictureFiles,
  picturesIn,
  pictureUrl,
  placeAfter,
  wordsOfName,
} from './pictures';

const KEY = 'abcdefgh234567ab';

function edited(text: string, at: number, shows = '') {
  const edit = pictureEdit(KEY, shows)(text, at, at);
  const next = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return { next, chosen: next.slice(edit.selection.anchor, edit.selection.head), edit };
}

describe('a picture in a text', () => {
  it('is named by its key and nothing else', () => {
    expect(pictureUrl(`picture:${KEY}`)).toBe(`/api/v1/pictures/${KEY}`);
    expect(pictureUrl(`picture:${KEY}/../../items`)).toBeNull();
    expect(pictureUrl('/api/v1/items/1/media')).toBeNull();
    expect(isPictureUrl(`/api/v1/pictures/${KEY}`)).toBe(true);
    expect(isPictureUrl(`/api/v1/pictures/${KEY}?x=1`)).toBe(false);
  });

  it('becomes what it shows where no Markdown is', () => {
    const text = `See ![two \\[red\\] cells](picture:${KEY}) and ![](picture:${KEY}).`;

    expect(inWords(text)).toBe('See two [red] cells and .');
    expect(picturesIn(text)).toHaveLength(2);
  });

  it('stands on lines of its own', () => {
    expect(edited('', 0).next).toBe(`![](picture:${KEY})`);
    expect(edited('One line', 8).next).toBe(`One line\n\n![](picture:${KEY})`);
    expect(edited('One\ntwo', 3).next).toBe(`One\n\n![](picture:${KEY})\n\ntwo`);
    expect(edited('One\n\n', 5).next).toBe(`One\n\n![](picture:${KEY})`);
    expect(edited('One\n', 4).next).toBe(`One\n\n![](picture:${KEY})`);
  });

  it('lets one write at once what it shows', () => {
    expect(edited('', 0, 'Two cells').chosen).toBe('Two cells');
    expect(edited('', 0).edit.selection).toEqual({ anchor: 2, head: 2 });
  });

  it('does not go into the words of another one', () => {
    const text = `![red](picture:${KEY})`;

    expect(edited(text, 4).next).toBe(`${text}\n\n![](picture:${KEY})`);
  });
});

describe('a picture on its way', () => {
  const sent = '![two](picture:sending-aB_2)';

  it('gets its key where it stands, whatever was written meanwhile', () => {
    const text = `One\n\n${sent}\n\nmore`;
    const change = pictureArrived(text, 'sending-aB_2', KEY);

    expect(change && changed(text, change)).toBe(`One\n\n![two](picture:${KEY})\n\nmore`);
    expect(change && placeAfter(text.length, change)).toBe(text.length + 4);
    expect(change && placeAfter(7, change)).toBe(7);
  });

  it('goes when it is refused, and nothing happens where somebody took it out', () => {
    const change = pictureArrived(`One ${sent}`, 'sending-aB_2', null);

    expect(change && changed(`One ${sent}`, change)).toBe('One ');
    expect(pictureArrived('One', 'sending-aB_2', KEY)).toBeNull();
    expect(pictureArrived(sent, 'sending-cd34', KEY)).toBeNull();
  });

  it('takes the next one behind it', () => {
    expect(edited(sent, 3).next).toBe(`${sent}\n\n![](picture:${KEY})`);
  });
});

describe('what is pasted', () => {
  const picture = new File(['x'], 'a.png', { type: 'image/png' });
  const page = new File(['x'], 'a.html', { type: 'text/html' });
  const data = (types: string[], files: File[]) => ({ types, files }) as unknown as DataTransfer;

  it('is a picture where there are no words', () => {
    expect(pictureFiles(data(['text/html', 'Files'], [picture, page]))).toEqual([picture]);
    expect(pictureFiles(data(['text/plain', 'Files'], [picture]))).toEqual([]);
  });

  it('is named by its file where that says something', () => {
    expect(wordsOfName('touching_cells.png')).toBe('touching cells');
    expect(wordsOfName('image.png')).toBe('');
    expect(wordsOfName('IMG_2041.jpg')).toBe('');
    expect(wordsOfName('Screenshot 2026-11-02.png')).toBe('');
  });
});

/** A name as it may stand in addresses; empty when nothing of it can (Hangul, Kana), and the server picks one. */
export function slugOf(name: string, longest = 60): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
}

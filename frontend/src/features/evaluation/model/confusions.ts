/** How often one thing was taken for another. An empty key stands for nothing at all. */
export interface Pair {
  label: string;
  predicted: string;
  count: number;
}

export interface Cell {
  count: number;
  /** Of its row, 0 to 1. */
  share: number;
  isRight: boolean;
}

export interface Matrix {
  rows: string[];
  columns: string[];
  cells: Cell[][];
  /** Labels that there is no room for. */
  hidden: number;
}

/** The table of what was taken for what: of the labels that occur, those with the most in them. */
export function matrixOf(pairs: readonly Pair[], order: readonly string[], room = 14): Matrix {
  const totals = new Map<string, number>();
  for (const { label, predicted, count } of pairs) {
    for (const key of new Set([label, predicted])) {
      if (key !== '') totals.set(key, (totals.get(key) ?? 0) + count);
    }
  }
  const used = order.filter((key) => totals.has(key));
  const kept = new Set(
    [...used].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0)).slice(0, room),
  );
  const shown = used.filter((key) => kept.has(key));
  const hasMissed = pairs.some(({ predicted, label }) => predicted === '' && kept.has(label));
  const hasExtra = pairs.some(({ predicted, label }) => label === '' && kept.has(predicted));
  const rows = hasExtra ? [...shown, ''] : shown;
  const columns = hasMissed ? [...shown, ''] : shown;
  const counts = new Map(pairs.map((pair) => [`${pair.label}|${pair.predicted}`, pair.count]));
  const cells = rows.map((row) => {
    const line = columns.map((column) => counts.get(`${row}|${column}`) ?? 0);
    const sum = line.reduce((a, b) => a + b, 0);
    return line.map((count, place) => ({
      count,
      share: sum > 0 ? count / sum : 0,
      isRight: row !== '' && row === columns[place],
    }));
  });
  return { rows, columns, cells, hidden: used.length - shown.length };
}

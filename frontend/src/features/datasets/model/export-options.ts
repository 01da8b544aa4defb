import type { components } from '@/api/schema';
import type { SchemaDocument } from '@/lib/schema-document';

export type ExportRequest = components['schemas']['ExportInRequest'];
export type ExportFormat = ExportRequest['format'];

export interface ExportChoice {
  format: ExportFormat;
  /** Empty: all of them. */
  split: string;
  withMedia: boolean;
  /** A row per annotation instead of one per item. */
  isEveryAnnotation: boolean;
  /** The byte order mark that spreadsheets need. */
  withMark: boolean;
}

export const FIRST_CHOICE: Omit<ExportChoice, 'format'> = {
  split: '',
  withMedia: false,
  isEveryAnnotation: false,
  withMark: true,
};

/** The formats that can say what this schema says; COCO is for regions on images only. */
export function formatsFor(input: string, document: SchemaDocument | null): ExportFormat[] {
  const hasRegions = document?.fields.some((field) => field.type === 'regions') ?? true;
  const rows: ExportFormat[] = ['jsonl', 'csv', 'parquet'];
  return input === 'image' && hasRegions ? ['coco', ...rows] : rows;
}

/** Only what the format understands. */
export function exportRequest(choice: ExportChoice): ExportRequest {
  const { format, split, withMedia, isEveryAnnotation, withMark } = choice;
  return {
    format,
    options: {
      ...(split ? { split } : {}),
      ...(withMedia ? { media: true } : {}),
      ...(isEveryAnnotation && format !== 'coco' ? { annotations: 'all' } : {}),
      ...(format === 'csv' && !withMark ? { mark: false } : {}),
    },
  };
}

/** The options of an export that was made, as they were chosen. */
export function choiceOf(format: string, options: Readonly<Record<string, unknown>>) {
  return {
    format,
    split: typeof options.split === 'string' ? options.split : '',
    withMedia: options.media === true,
    isEveryAnnotation: options.annotations === 'all',
    withMark: options.mark !== false,
  };
}

import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { ExportFormat } from '../model/export-options';

/** What followed from a question, by the API's word for it. */
export const OUTCOME_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  as_written: msg`the guideline said it already`,
  clarify_guideline: msg`the guideline was made clearer`,
  change_schema: msg`the label schema is to change`,
  data_problem: msg`something was wrong with the data`,
  wont_change: msg`everything stays as it is`,
  answered: msg`answered, and nothing more`,
};

export const FORMAT_NAMES: Readonly<Record<string, string>> = {
  coco: 'COCO',
  jsonl: 'JSONL',
  csv: 'CSV',
  parquet: 'Parquet',
  webvtt: 'WebVTT',
};

export const FORMAT_NOTES: Readonly<Record<ExportFormat, MessageDescriptor>> = {
  coco: msg`Boxes as detection tools read them`,
  jsonl: msg`One item a line, nothing left out`,
  csv: msg`A table for spreadsheets`,
  parquet: msg`Columns, for pandas and Spark`,
  webvtt: msg`Subtitles: what is said when, and by whom`,
};

/** The three splits that the publish form makes. Others go by their own name. */
export const SPLIT_HINTS: Readonly<Record<string, MessageDescriptor>> = {
  train: msg`to learn from`,
  val: msg`to choose by`,
  test: msg`to measure with`,
};

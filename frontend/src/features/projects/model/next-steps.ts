export type StepKey = 'items' | 'schema' | 'guideline' | 'people' | 'batch';

export interface ProjectFacts {
  items: number;
  hasSchema: boolean;
  hasGuideline: boolean;
  annotators: number;
  batches: number;
}

export interface NextStep {
  key: StepKey;
  isDone: boolean;
  /** The first that is not done: what to do now. */
  isNext: boolean;
}

/** What a new project needs until people can label in it, in a good order; empty once all of it is there. */
export function nextSteps(facts: ProjectFacts): NextStep[] {
  const done: [StepKey, boolean][] = [
    ['items', facts.items > 0],
    ['schema', facts.hasSchema],
    ['guideline', facts.hasGuideline],
    ['people', facts.annotators > 0],
    ['batch', facts.batches > 0],
  ];
  const next = done.find(([, isDone]) => !isDone)?.[0];
  if (!next) return [];
  return done.map(([key, isDone]) => ({ key, isDone, isNext: key === next }));
}

/** One fault in the input: where (JSON pointer) and what, in words. */
export interface ProblemFault {
  pointer: string;
  detail: string;
  line?: number | null;
  column?: number | null;
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  errors?: ProblemFault[];
  [extension: string]: unknown;
}

/** An error answer of the API (RFC 9457). `status` 0 means that no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string | null;
  readonly errors: readonly ProblemFault[];
  /** The whole document: `extensions.current`, `extensions.base`, … */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Seconds that the server asked to wait, or null. */
  readonly retryAfter: number | null;

  constructor(document: ProblemDocument, retryAfter: number | null = null) {
    super(document.detail || document.title);
    this.type = document.type;
    this.title = document.title;
    this.status = document.status;
    this.detail = document.detail ?? '';
    this.instance = document.instance ?? null;
    this.errors = document.errors ?? [];
    this.extensions = document;
    this.retryAfter = retryAfter;
  }

  /** The last part of `type`: `stale-revision` of `/problems/stale-revision`. */
  get code(): string {
    return this.type.split(/[/#]/).filter(Boolean).at(-1) ?? '';
  }

  get isNetwork(): boolean {
    return this.status === 0;
  }

  /** The faults at a JSON pointer and below it, as one text for a form field; null when there are none. */
  at(pointer: string): string | null {
    const wanted = pointer.replace(/^#/, '');
    const hits = this.errors.filter((fault) => {
      const path = fault.pointer.replace(/^#/, '');
      return path === wanted || path.startsWith(`${wanted}/`);
    });
    return hits.length > 0 ? hits.map((fault) => fault.detail).join(' ') : null;
  }
}

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}

export function networkProblem(cause: unknown): ApiProblem {
  const problem = new ApiProblem({ type: 'about:blank#network', title: 'No answer', status: 0 });
  problem.cause = cause;
  return problem;
}

/** What the answer says is wrong; an answer that isn't a problem document (a proxy's page) still becomes one. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const header = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(header) ? header : null;
  const body: unknown = await response.json().catch(() => null);
  const given = isRecord(body) ? body : {};
  return new ApiProblem(
    {
      ...given,
      type: typeof given.type === 'string' ? given.type : 'about:blank',
      title: typeof given.title === 'string' ? given.title : response.statusText || 'Error',
      status: response.status,
      detail: typeof given.detail === 'string' ? given.detail : '',
      instance: typeof given.instance === 'string' ? given.instance : undefined,
      errors: Array.isArray(given.errors) ? given.errors.filter(isFault) : [],
    },
    retryAfter,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFault(value: unknown): value is ProblemFault {
  return isRecord(value) && typeof value.pointer === 'string' && typeof value.detail === 'string';
}

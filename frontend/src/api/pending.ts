/*
 * The API as agreed, until the generated types describe it. Nothing outside `api/` may define
 * an API type; a path moves out of here on the day `schema.d.ts` has it.
 */

type Operation<Out, In = never, Params = object> = {
  parameters: Params;
  responses: { 200: { headers: object; content: { 'application/json': Out } } };
} & ([In] extends [never]
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': In } } });

export interface Page<T> {
  results: T[];
  next: string | null;
}

export interface User {
  id: string;
  email: string;
  name: string;
  locale: string;
  theme: 'system' | 'light' | 'dark';
}

export interface OrganisationMembership {
  id: string;
  name: string;
  slug: string;
  role: string;
  vendor: { id: string; name: string } | null;
}

export interface Session {
  user: User | null;
  organisations: OrganisationMembership[];
}

export interface PendingPaths {
  '/api/v1/session': {
    get: Operation<Session>;
    post: Operation<Session, { email: string; password: string }>;
    delete: Operation<undefined>;
  };
  '/api/v1/me': {
    patch: Operation<User, Partial<Pick<User, 'name' | 'locale' | 'theme'>>>;
  };
  '/api/v1/password': { post: Operation<undefined, { current: string; new: string }> };
  '/api/v1/invitations/look': {
    post: Operation<{ organisation: string; email: string; role: string }, { token: string }>;
  };
  '/api/v1/invitations/accept': {
    post: Operation<Session, { token: string; name: string; password: string }>;
  };
}

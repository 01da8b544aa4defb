/** Generated from docs/openapi.json by `npm run api`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface paths {}

/** Code that is fetched when it is first needed, and asked for again after a failure. */
export class LazyCode<M> {
  #now: M | null = null;

  constructor(private readonly load: () => Promise<M>) {}

  /** The code, if it is there already. */
  get now(): M | null {
    return this.#now;
  }

  async fetch(): Promise<M> {
    return (this.#now ??= await this.load());
  }
}

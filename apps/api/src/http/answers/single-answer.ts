/** What a streaming endpoint answers a caller with who asked for one object instead. */
export class SingleAnswer<T> {
  readonly value: Promise<T>

  constructor(value: Promise<T>) {
    this.value = value
  }
}

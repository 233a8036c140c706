/** A JSON value with the bytes that it came in, newline included, so that it is sent on as it came. */
export class JsonLine<T> {
  readonly value: T
  readonly bytes: Uint8Array

  constructor(value: T, bytes: Uint8Array) {
    this.value = value
    this.bytes = bytes
  }
}

/** The JSON of a value that would take several times as much memory; outside of what V8 looks through for garbage. */
export class JsonBytes<T> {
  readonly bytes: Buffer
  /** Never there: it keeps those of different values apart. */
  declare readonly value?: T

  constructor(json: string) {
    this.bytes = Buffer.from(json)
  }
}

/** The JSON of an object, by that of each member. */
export function jsonOfMembers<T extends object>(members: Readonly<Record<keyof T, string>>): JsonBytes<T> {
  return new JsonBytes(`{${Object.entries(members).map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`)
}

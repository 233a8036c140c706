/** The JSON of a value that takes several times as much memory as its text. */
export class JsonText<T> {
  readonly text: string
  /** Never there: it keeps the texts of different values apart. */
  declare readonly value?: T

  constructor(text: string) {
    this.text = text
  }
}

/** The JSON of an object, by that of each member. */
export function jsonOfMembers<T extends object>(members: Readonly<Record<keyof T, string>>): JsonText<T> {
  return new JsonText(`{${Object.entries(members).map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`)
}

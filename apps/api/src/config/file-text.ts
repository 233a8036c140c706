import { readFileSync } from 'node:fs'

/** The text of a file that a variable names; null where it cannot be read. Waits: it is read once, before the start. */
export function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A text of the web application as it is sent, and the tag that tells it from another. */
export interface PlacedFile {
  readonly text: string
  readonly etag: string
}

export interface PlaceOptions {
  /** Empty, or as "/dash". */
  readonly basePath: string
  readonly isDemo: boolean
}

/**
 * A built text with addresses that hold wherever the dashboard lies on its host: it names files relative to itself
 * (`"./assets/…"`), which `/dash/models/x` would look for in `/dash/models/`. The document of a demo says so, so that the
 * page has room for its band before it has asked for anything.
 */
export function readPlacedFile(file: string, { basePath, isDemo }: PlaceOptions): PlacedFile {
  const own = readFileSync(file, 'utf8').replaceAll('"./', `"${basePath}/`)
  const text = isDemo ? own.replace('<meta name="demo" content="no"', '<meta name="demo" content="yes"') : own
  return { text, etag: `"${hash('sha1', text, 'base64url')}"` }
}

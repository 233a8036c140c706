import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The web application's one document as it is sent, and the tag that tells it from another. */
export interface PageDocument {
  readonly html: string
  readonly etag: string
}

export interface PageOptions {
  readonly basePath: string
  readonly isDemo: boolean
}

/**
 * The built document with addresses that hold on every page of the application: it names its files relative to itself
 * (`./assets/…`), which `/dash/models/x` would look for in `/dash/models/`. `basePath` is empty or as "/dash". That of a
 * demo says so, so that the page has room for its band before it has asked for anything.
 */
export function readPageDocument(file: string, { basePath, isDemo }: PageOptions): PageDocument {
  const own = readFileSync(file, 'utf8').replaceAll('="./', `="${basePath}/`)
  const html = isDemo ? own.replace('<meta name="demo" content="no"', '<meta name="demo" content="yes"') : own
  return { html, etag: `"${hash('sha1', html, 'base64url')}"` }
}

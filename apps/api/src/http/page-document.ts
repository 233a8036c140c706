import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The web application's one document as it is sent, and the tag that tells it from another. */
export interface PageDocument {
  readonly html: string
  readonly etag: string
}

/**
 * The built document with addresses that hold on every page of the application: it names its files relative to itself
 * (`./assets/…`), which `/dash/models/x` would look for in `/dash/models/`. `basePath` is empty or as "/dash".
 */
export function readPageDocument(file: string, basePath: string): PageDocument {
  const html = readFileSync(file, 'utf8').replaceAll('="./', `="${basePath}/`)
  return { html, etag: `"${hash('sha1', html, 'base64url')}"` }
}

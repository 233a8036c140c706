import { promisify } from 'node:util'
import { gzip, type ZlibOptions } from 'node:zlib'

/** What fits into one packet is not worth it. */
const minBytes = 1400

/** In a thread of Node's own. Lists take a third of the time that the usual level takes, 6, and are a third larger. */
const level = 3
const inThread = promisify<string | Buffer, ZlibOptions, Buffer>(gzip)
const compress = (body: string | Buffer) => inThread(body, { level })

const made = new WeakMap<Buffer, Promise<Buffer>>()

export const isWorthIt = (body: string | Buffer): boolean => body.length >= minBytes

/** A body as gzip; one that is sent again and again, which is bytes already, is compressed once. */
export function gzipped(body: string | Buffer): Promise<Buffer> {
  if (typeof body === 'string') return compress(body)
  const known = made.get(body) ?? compress(body)
  made.set(body, known)
  return known
}

/** Whether `Accept-Encoding` takes gzip (RFC 9110, 12.5.3). */
export function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  const codings = String(acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.split(';').map((part) => part.trim()))
  const asked = codings.find(([name]) => name === 'gzip') ?? codings.find(([name]) => name === '*')
  return asked !== undefined && !asked.slice(1).some((part) => /^q=0(?:\.0{0,3})?$/.test(part))
}

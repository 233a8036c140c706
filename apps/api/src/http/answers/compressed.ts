import { promisify } from 'node:util'
import { gzip, type ZlibOptions } from 'node:zlib'

/** What fits into one packet is not worth it. */
const minBytes = 1400

/** Lists take a third of the time that the usual level takes, 6, and are a third larger. */
const usual: ZlibOptions = { level: 3 }
/** Half of that time, for 7 % more of a chart's half a megabyte, and in few pieces: each is a turn of the event loop. */
const ofMuch: ZlibOptions = { level: 1, chunkSize: 65_536 }
const muchBytes = 262_144

const inThread = promisify<string | Buffer, ZlibOptions, Buffer>(gzip)
/** In a thread of Node's own. */
const compress = (body: string | Buffer) => inThread(body, body.length < muchBytes ? usual : ofMuch)

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

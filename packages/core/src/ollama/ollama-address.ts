import { isIP, isIPv6 } from 'node:net'

const defaultPort = 11_434
const unspecified: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

/**
 * An address in any form that `OLLAMA_HOST` takes: `host`, `host:port`, `:port`, `[v6]:port`, a bare IPv6 address, with a
 * path, with `http://` (port 80 then) or `https://` (443), with a name and password. A port that is none counts for
 * nothing, as for Ollama. Addresses that mean "every interface" become loopback, since they can be listened on and not
 * called. Throws TypeError for anything else. Source: envconfig.Host of Ollama, 0.1 to 0.33.
 */
export function parseOllamaHost(text: string, port: number = defaultPort): URL {
  const { scheme, rest } = schemeOf(text.trim(), port)
  const slash = rest.indexOf('/')
  const [authority, path] = slash < 0 ? [rest, ''] : [rest.slice(0, slash), rest.slice(slash)]
  const at = authority.lastIndexOf('@')
  const { host, writtenPort } = splitPort(authority.slice(at + 1))
  // URL has no room for "%eth0", and the name of an interface means something on this machine alone.
  if (host.includes('%')) throw new TypeError('An IPv6 address with a zone cannot be used.')
  const url = new URL(`${scheme.name}://${authority.slice(0, at + 1)}${host || '127.0.0.1'}${path}`)
  if (!url.hostname || url.search || url.hash)
    throw new TypeError('The address needs a host, and may have a path but no query.')
  url.port = writtenPort ?? scheme.port
  url.hostname = unspecified[url.hostname] ?? url.hostname
  return url
}

function schemeOf(text: string, port: number) {
  const end = text.indexOf('://')
  if (end < 0) {
    const scheme = text === 'ollama.com' ? { name: 'https', port: '443' } : { name: 'http', port: String(port) }
    return { scheme, rest: text }
  }
  const name = text.slice(0, end).toLowerCase()
  if (name !== 'http' && name !== 'https') throw new TypeError('Only http and https are supported.')
  return { scheme: { name, port: name === 'http' ? '80' : '443' }, rest: text.slice(end + 3) }
}

function splitPort(text: string): { host: string; writtenPort: string | null } {
  if (isIPv6(text)) return { host: `[${text}]`, writtenPort: null }
  const colon = text.lastIndexOf(':')
  if (colon < 0 || text.endsWith(']')) return { host: text, writtenPort: null }
  const port = text.slice(colon + 1)
  const isPort = /^\d{1,5}$/.test(port) && Number(port) <= 65_535
  return { host: text.slice(0, colon), writtenPort: isPort ? port : null }
}

/** Whether an address is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/**
 * Takes name and password out of an address: they are the header to send, and whatever is left may be kept and compared.
 * Source: RFC 7617, with UTF-8.
 */
export function splitCredentials(address: URL): { readonly url: URL; readonly authorization: string | null } {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  if (!address.username && !address.password) return { url, authorization: null }
  const credentials = `${decoded(address.username)}:${decoded(address.password)}`
  return { url, authorization: `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}` }
}

/** A password with a "%" of its own may stand there as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** An address fit to be shown to anybody: without credentials, and without a path, which may be a secret itself. */
export const displayAddress = ({ origin, pathname }: URL): string => (pathname === '/' ? origin : `${origin}/…`)

/** An address as a server is told from others by it; not to be shown. */
export const addressKey = ({ origin, pathname }: URL): string =>
  pathname.endsWith('/') ? origin + pathname.slice(0, -1) : origin + pathname

import { isIP, isIPv6 } from 'node:net'

const defaultPort = 11_434
const unspecified: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

/**
 * An address in any form that `OLLAMA_HOST` takes: `host`, `host:port`, `[v6]:port`, a bare IPv6 address, with a path,
 * with `http://` (port 80 then) or `https://` (443). Addresses that mean "every interface" become loopback, since they
 * can be listened on and not called. Throws TypeError for anything else. Source: envconfig.Host of Ollama.
 */
export function parseOllamaHost(text: string, port: number = defaultPort): URL {
  const trimmed = text.trim()
  const hasScheme = /^https?:\/\//i.test(trimmed)
  if (!hasScheme && trimmed.includes('://')) throw new TypeError('Only http and https are spoken.')
  const bare = isIPv6(trimmed) ? `[${trimmed}]` : trimmed
  const url = new URL(hasScheme ? trimmed : `http://${bare}`)
  if (!url.hostname || url.search || url.hash) throw new TypeError('A host is needed, and at most a path behind it.')
  // URL drops :80 of http as the default, so whether a port was written is read from the text.
  const written = /^(?:[^/]*@)?(?:\[[^\]]*\]|[^/:]*):(\d+)/.exec(bare)?.[1]
  if (!hasScheme) url.port = written ?? String(port)
  url.hostname = unspecified[url.hostname] ?? url.hostname
  return url
}

/** Whether an address is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

/** An address fit to be shown: without credentials, and without a slash that says nothing. */
export function displayAddress(url: URL): string {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown.href.replace(/\/$/, '')
}

import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

const LOCAL_SUFFIXES = ['.localhost', '.local', '.internal']
const LOCAL_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?$/
const APP_ORIGIN = /^(app|file|tauri|vscode-webview|vscode-file):\/\//

/** Whether a server on loopback answers this request at all; if not, it is 403 without a word. */
export function isAllowed(request: IncomingMessage): boolean {
  const { host, origin } = request.headers
  return isLocalHost(hostnameOf(host ?? '')) && (origin === undefined || isLocalOrigin(origin, host))
}

const hostnameOf = (host: string) =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()

function isLocalHost(hostname: string): boolean {
  if (hostname === '' || hostname === 'localhost' || LOCAL_SUFFIXES.some((suffix) => hostname.endsWith(suffix)))
    return true
  return isIP(hostname) !== 0 && isPrivateAddress(hostname)
}

function isPrivateAddress(address: string): boolean {
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0$|::1?$|f[cd]|fe80:)/i.test(address)
}

function isLocalOrigin(origin: string, host: string | undefined): boolean {
  if (LOCAL_ORIGIN.test(origin) || APP_ORIGIN.test(origin)) return true
  return origin === `http://${host}` || origin === `https://${host}`
}

import { DashboardError } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a name or address means this machine and nothing else. Brackets around IPv6 are fine. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name)
}

/**
 * On a server that asks for no key, a web page must not be able to borrow the rights of whoever sits at the machine: not
 * by a name of its own that resolves to loopback (DNS rebinding), and not by a form or a fetch from elsewhere (CSRF).
 */
export function refuseForeignPages(request: FastifyRequest, allowedOrigins: readonly string[]): void {
  const { host } = request.headers
  const name = host === undefined ? null : hostnameOf(`http://${host}`)
  if (name === null || !isLoopbackHost(name)) {
    throw new DashboardError(
      'host_not_allowed',
      'Without an API key, the dashboard accepts requests for loopback addresses only.',
      {
        hint: 'Open http://127.0.0.1 or http://localhost, or set API_KEY_ADMIN to use another host name.',
      },
    )
  }
  if (isChange(request)) refuseForeignOrigin(request, allowedOrigins)
}

/** What proxies add to tell whom they speak for. */
const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const

/**
 * Behind a proxy every caller seems to be this machine, so that without a key whoever reaches the proxy would be admin.
 * A proxy that speaks for this machine itself may stay. Throws `host_not_allowed`.
 */
export function refuseForwarded({ headers }: FastifyRequest): void {
  const given = forwardingHeaders.flatMap((name) => headers[name] ?? [])
  if (given.flatMap((text) => text.split(',')).every((sender) => isLoopbackHost(senderOf(sender)))) return
  throw new DashboardError('host_not_allowed', 'Without an API key, the dashboard rejects requests through a proxy.', {
    hint: 'Set API_KEY_ADMIN to use it behind a proxy.',
  })
}

/** The address in one element of such a header, without its port: `for="[2001:db8::1]:4711";proto=https`. */
function senderOf(element: string): string {
  const [first = ''] = element.split(';')
  const address = first.trim().replace(/^for=/i, '').replaceAll('"', '')
  const isPlain = address.startsWith('[') || address.split(':').length !== 2
  return isPlain ? address.replace(/\]:\d+$/, ']') : address.slice(0, address.indexOf(':'))
}

/** Whether a request may change something by its method. */
export const isChange = ({ method }: FastifyRequest): boolean => !reading.has(method)

/**
 * Whether a browser says that the page of the dashboard sent a request. Browsers tell the site over TLS and to this
 * machine alone, and the origin with every change.
 */
export function isFromOwnPage({ headers, host }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  return site === undefined ? origin !== undefined && isSameOrigin(origin, host) : site === 'same-origin'
}

/**
 * For a browser that is signed in: it sends its cookie along with whatever a page makes it send, so a change has to come
 * from our own page. Throws `origin_not_allowed`.
 */
export function refuseOtherPages(request: FastifyRequest): void {
  if (isFromOwnPage(request)) return
  throw new DashboardError(
    'origin_not_allowed',
    'With a session, only the page of the dashboard may change anything.',
    {
      hint: 'Send the key as "Authorization: Bearer KEY" instead.',
    },
  )
}

/** For what is not only read, whatever its method: a page of another origin can send any GET. */
export function refuseForeignOrigin({ headers }: FastifyRequest, allowedOrigins: readonly string[]): void {
  const { host, origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && allowedOrigins.includes(origin)) return
  const foreign =
    origin !== undefined ? !isSameOrigin(origin, host ?? '') : site === 'cross-site' || site === 'same-site'
  if (foreign || site === 'cross-site' || site === 'same-site') {
    throw new DashboardError('origin_not_allowed', 'Pages from other origins cannot make changes here.', {
      hint: 'Add its origin to CORS_ORIGINS if you trust it.',
    })
  }
}

/** The page's scheme decides which port `Host` leaves out, as when TLS ends in front of the dashboard. */
function isSameOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: pageHost } = new URL(origin)
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === pageHost
}

const hostnameOf = (url: string): string | null => {
  if (!URL.canParse(url)) return null
  const { hostname, pathname, username } = new URL(url)
  // "localhost@evil.example" or "localhost/x" is no host.
  return pathname === '/' && username === '' ? hostname : null
}

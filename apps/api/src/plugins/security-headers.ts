import helmet from '@fastify/helmet'
import fastify from 'fastify'
import fp from 'fastify-plugin'

const directives = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
}

/** The parts of an answer that are not about security. */
const incidental = new Set(['connection', 'content-length', 'content-type', 'date'])

declare module 'fastify' {
  interface FastifyInstance {
    /** What every answer carries; for those that come before any hook runs. */
    securityHeaders: Readonly<Record<string, string>>
  }
}

export interface SecurityHeadersOptions {
  /** Whether the dashboard itself speaks TLS. */
  readonly isUnderTls: boolean
}

/**
 * Helmet's headers on every answer. Helmet computes them anew for each request, which costs a hot route a third of its
 * speed; they never change, so a server that lives for one request tells what they are.
 */
export const securityHeaders = fp<SecurityHeadersOptions>(
  async (app, { isUnderTls }) => {
    const constant = await headersOfHelmet(isUnderTls)
    app.decorate('securityHeaders', constant)
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(constant)
      done()
    })
  },
  { name: 'security-headers' },
)

async function headersOfHelmet(isUnderTls: boolean): Promise<Record<string, string>> {
  const probe = fastify()
  await probe.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: { action: 'deny' },
    // Over plain HTTP browsers ignore it. A proxy that ends TLS sets it, since it knows what else its host serves.
    strictTransportSecurity: isUnderTls && { maxAge: 31_536_000, includeSubDomains: false },
    // It is of pages alone, and only of those whose connection is trusted: the application sets it.
    crossOriginOpenerPolicy: false,
  })
  probe.get('/', async () => '')
  const { headers } = await probe.inject('/')
  await probe.close()
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (incidental.has(name) ? [] : [[name, String(value)]])),
  )
}

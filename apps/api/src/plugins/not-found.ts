import rateLimit from '@fastify/rate-limit'
import { DashboardError } from '@ollama-dashboard/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { pathOf } from '../http/request-path.ts'
import { sendProblem } from './errors.ts'

/** Far more than a person mistypes, far fewer than a scanner tries. Per address and minute. */
const misses = 60
const either = new Intl.ListFormat('en', { type: 'disjunction' })

export interface Route {
  readonly url: string
  readonly methods: readonly string[]
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, in the order of registration. */
    readonly routes: readonly Route[]
  }
}

export interface NotFoundOptions {
  /** Answers a page request that no route has taken; tells whether it did. */
  readonly page: ((request: FastifyRequest, reply: FastifyReply) => boolean) | null
}

/**
 * 405 where another method would do, else the web application's page, else 404. Decided before a body is read: what is
 * wrong with the body of a request to nowhere is of no interest.
 */
export const notFound = fp<NotFoundOptions>(
  async (app, { page }) => {
    await app.register(rateLimit, { global: false })
    const count = app.createRateLimit({ max: misses, timeWindow: 60_000 })
    const { routes, methodsOf } = collectRoutes(app)
    app.decorate('routes', routes)

    app.addHook('onRequest', (request, reply, done) => {
      if (!request.is404) return done()
      const allowed = methodsOf(pathOf(request.url))
      if (allowed.length > 0) {
        reply.header('allow', allowed.join(', '))
        throw new DashboardError('method_not_allowed', `${request.method} is not allowed here.`, {
          hint: `Use ${either.format(allowed)}.`,
        })
      }
      if (page?.(request, reply)) return
      miss(request).catch(done)
    })

    async function miss(request: FastifyRequest): Promise<never> {
      const counted = await count(request)
      if (!counted.isAllowed && counted.isExceeded) {
        throw new DashboardError('rate_limited', 'Too many requests to addresses that do not exist.', {
          retryAfterSeconds: counted.ttlInSeconds,
        })
      }
      throw new DashboardError('not_found', 'Not found.', {
        hint: 'See /api/docs for all endpoints.',
      })
    }

    // Never reached while the hook above decides; Fastify's own answer would echo the address.
    app.setNotFoundHandler((request, reply) =>
      sendProblem(new DashboardError('not_found', 'Not found.'), request, reply),
    )
  },
  { name: 'not-found', dependencies: ['errors'] },
)

/** The routes registered from now on, and which methods they know for a path. */
function collectRoutes(app: FastifyInstance) {
  const routes: Route[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ url, methods: [method].flat() })
  })
  const methodsOf = (path: string): string[] => {
    const parts = path.split('/')
    const matching = routes.filter(({ url }) => isOfRoute(parts, url))
    return [...new Set(matching.flatMap(({ methods }) => methods))]
  }
  return { routes, methodsOf }
}

function isOfRoute(parts: readonly string[], route: string): boolean {
  const wanted = route.split('/')
  const rest = wanted.at(-1) === '*' ? wanted.length - 1 : null
  if (rest === null ? parts.length !== wanted.length : parts.length <= rest) return false
  return wanted
    .slice(0, rest ?? undefined)
    .every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
}

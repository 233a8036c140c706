import type { IncomingMessage } from 'node:http'
import type { Contract } from '@ollama-dashboard/contracts'

export interface RewriteOptions {
  readonly contract: Contract
  /** Where the dashboard lies on its host: empty, or as "/dash". */
  readonly basePath: string
}

/** A route with a model's name in it: what stands before the name, and what behind it. */
interface ModelRoute {
  readonly before: string
  readonly after: string
}

const parameter = ':model'

/**
 * Makes the address that the routes know from the one that came, before any route is looked for:
 *
 * - Scheme and host are left out, which a caller names who takes the dashboard for a proxy.
 * - The base path is left out. A proxy may have left it out already.
 * - Slashes within a model's name are encoded: `/api/models/info/hf.co/org/model`. Some proxies decode `%2F`, and others
 *   refuse it. A name that looks like a part of a path, such as `org/reset`, has to come encoded.
 */
export function urlRewriter({ contract, basePath }: RewriteOptions): (request: Pick<IncomingMessage, 'url'>) => string {
  const routes = modelRoutes(contract)
  return ({ url = '/' }) => {
    const own = withoutBase(pathAndQuery(url), basePath)
    const end = own.search(/[?#]/)
    const path = end === -1 ? own : own.slice(0, end)
    const route = routes.find(
      ({ before, after }) =>
        path.startsWith(before) && path.endsWith(after) && path.length >= before.length + after.length,
    )
    if (!route) return own
    const name = path.slice(route.before.length, path.length - route.after.length)
    if (!name.includes('/')) return own
    return route.before + name.replaceAll('/', '%2F') + route.after + own.slice(path.length)
  }
}

/** The more particular ones first: `settings/recommended/:model` before `settings/:model`. */
function modelRoutes(contract: Contract): readonly ModelRoute[] {
  const paths = Object.values(contract).flatMap((group) => Object.values(group).map(({ path }) => path))
  return [...new Set(paths)]
    .flatMap((path): ModelRoute[] => {
      const at = path.indexOf(parameter)
      return at === -1 ? [] : [{ before: path.slice(0, at), after: path.slice(at + parameter.length) }]
    })
    .toSorted((a, b) => b.before.length - a.before.length || b.after.length - a.after.length)
}

/** RFC 9112, 3.2.2. */
function pathAndQuery(url: string): string {
  const host = /^https?:\/\/[^/?#]*/i.exec(url)?.[0]
  if (host === undefined) return url
  const rest = url.slice(host.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

function withoutBase(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  if (rest.startsWith('/')) return rest
  // `/dash` itself, perhaps with a query.
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url
}

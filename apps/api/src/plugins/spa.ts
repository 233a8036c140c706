import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import { contract, pathRoots } from '@ollama-dashboard/contracts'
import { type Core, systemContext } from '@ollama-dashboard/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackHost } from '../access/loopback.ts'
import { matches } from '../http/answers/entity-tag.ts'
import { type PlacedFile, readPlacedFile } from '../http/placed-file.ts'
import { pathOf } from '../http/request-path.ts'

/** The built web application is not there. */
export class WebBuildMissing extends Error {
  override readonly name = 'WebBuildMissing'

  constructor(folder: string) {
    super(`The web application is not built: ${join(folder, 'index.html')} is missing. Run "npm run build" first.`)
  }
}

/** Pages of the contract (41, 42): they exist however the application's own routes are named. */
const pages = ['/', '/admin/model-defaults']
const document = 'index.html'
/** What browsers read to install the application; its addresses too depend on where the dashboard lies. */
const manifest = 'manifest.webmanifest'

declare module 'fastify' {
  interface FastifyInstance {
    /** As things stand now. */
    page(): PlacedFile
  }
}

export interface SpaOptions {
  readonly folder: string
  readonly basePath: string
  readonly core: Pick<Core, 'instances'>
}

/** Serves the built web application from a folder: pages that are always asked for anew, assets that never change. */
export async function registerSpa(app: FastifyInstance, { folder, basePath, core }: SpaOptions): Promise<void> {
  const file = join(folder, document)
  if (!existsSync(file)) throw new WebBuildMissing(folder)
  const ofDemo = readPlacedFile(file, { basePath, isDemo: true })
  const ofOllama = readPlacedFile(file, { basePath, isDemo: false })
  app.decorate('page', () => (core.instances.list(systemContext).some(({ demo }) => demo !== null) ? ofDemo : ofOllama))
  await app.register(async (web) => {
    web.addHook('onRoute', (route) => {
      route.config = { permission: 'open', route: route.url, ...route.config }
      route.schema = { ...route.schema, hide: true }
    })
    await web.register(files, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      // Their names hold the hash of their content.
      immutable: true,
      maxAge: '365d',
      index: false,
      // Where the build has put a smaller form beside them.
      preCompressed: true,
    })
  })
  await app.register(files, { root: folder, serve: false })
  const beside = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name !== document ? [entry.name] : [],
  )
  const serve = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => FastifyReply) =>
    app.route({
      method: ['GET', 'HEAD'],
      url,
      config: { permission: 'open', route: url },
      schema: { hide: true },
      handler,
    })
  for (const url of pages) serve(url, sendPage)
  for (const name of beside) {
    if (name !== manifest) serve(`/${name}`, (_request, reply) => sendFresh(name, reply))
    else {
      const placed = readPlacedFile(join(folder, name), { basePath, isDemo: false })
      serve(`/${name}`, (request, reply) => sendPlaced(request, reply, placed, 'application/manifest+json'))
    }
  }
}

/** To be asked for again each time; what is still the same is then not sent again. */
const sendFresh = (file: string, reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'no-cache').sendFile(file, { cacheControl: false })

/** A page that others open keeps no hand on it. Over plain http from another machine browsers ignore that, and complain. */
function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isTrusted = request.protocol === 'https' || isLoopbackHost(request.hostname)
  if (isTrusted) reply.header('cross-origin-opener-policy', 'same-origin')
  return sendPlaced(request, reply, request.server.page(), 'text/html; charset=utf-8')
}

function sendPlaced(request: FastifyRequest, reply: FastifyReply, { text, etag }: PlacedFile, type: string) {
  reply.header('cache-control', 'no-cache').header('etag', etag)
  if (matches(request.headers['if-none-match'], etag)) return reply.status(304).send()
  return reply.type(type).send(text)
}

/** The first parts of addresses that machines ask for: what is missing there is an error and never a page. */
const machineRoots = new Set([...pathRoots(contract), 'assets', 'metrics'])

/**
 * Answers a page of the application's own with its one document; tells whether it did. Nothing of the API is a page,
 * however it is spelt (`//api`, `/API`), and neither is a missing file: that has an extension, which a model's name in a
 * page's address may seem to have too, so that a browser's own word that it navigates counts first.
 */
export function answerPage(request: FastifyRequest, reply: FastifyReply): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const path = pathOf(request.url)
  if (machineRoots.has(rootOf(path))) return false
  const navigates = request.headers.accept?.includes('text/html') === true
  if (!navigates && path.slice(path.lastIndexOf('/')).includes('.')) return false
  sendPage(request, reply)
  return true
}

/** The first part of a path, as the least particular of routers would read it. */
function rootOf(path: string): string {
  const begin = path.search(/[^/]/)
  if (begin === -1) return ''
  const end = path.indexOf('/', begin)
  const root = path.slice(begin, end === -1 ? undefined : end)
  try {
    return decodeURIComponent(root).toLowerCase()
  } catch {
    return root
  }
}

import type { Exchange } from '../http/exchange.ts'
import type { Machine } from '../machine.ts'
import { sendJson } from '../text/reply.ts'
import { me } from './account-route.ts'
import { BLOBS_PATH, createBlob, headBlob } from './blob-routes.ts'
import { chat } from './chat-route.ts'
import { copy } from './copy-route.ts'
import { createModel } from './create-route.ts'
import { deleteModel } from './delete-route.ts'
import { embed, embeddings } from './embed-routes.ts'
import { generate } from './generate-route.ts'
import { ps, tags } from './list-routes.ts'
import { pullModel } from './pull-route.ts'
import { show } from './show-route.ts'

export type Handler = (machine: Machine, exchange: Exchange) => void | Promise<void>

type Methods = Readonly<Partial<Record<'GET' | 'HEAD' | 'POST' | 'DELETE', Handler>>>

const read = (handler: Handler): Methods => ({ HEAD: handler, GET: handler })

const root: Handler = (_machine, { response }) => {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': 17 })
  response.end('Ollama is running')
}

const routes: Readonly<Record<string, Methods>> = {
  '/': read(root),
  '/api/version': read((machine, exchange) => sendJson(exchange, 200, { version: machine.scenario.version })),
  '/api/status': { GET: (_, exchange) => sendJson(exchange, 200, { cloud: { disabled: false, source: 'none' } }) },
  '/api/tags': read(tags),
  '/api/ps': { GET: ps },
  '/api/show': { POST: show },
  '/api/generate': { POST: generate },
  '/api/chat': { POST: chat },
  '/api/embed': { POST: embed },
  '/api/embeddings': { POST: embeddings },
  '/api/me': { POST: me },
  '/api/create': { POST: createModel },
  '/api/pull': { POST: pullModel },
  '/api/copy': { POST: copy },
  '/api/delete': { DELETE: deleteModel },
}

const blob: Methods = { HEAD: headBlob, POST: createBlob }

export const methodsOf = (path: string): Methods | undefined => (path.startsWith(BLOBS_PATH) ? blob : routes[path])

import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { type Contract, contract, mayLackBody } from '@ollama-dashboard/contracts'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { namedSchemas, withComponents } from '../http/openapi-components.ts'

export interface OpenapiOptions {
  readonly version: string
  readonly basePath: string
}

/** Swagger UI sets style attributes; its scripts are files. */
const csp = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** By their operation ids. */
const endpoints = new Map(
  Object.entries(contract as Contract).flatMap(([feature, group]) =>
    Object.entries(group).map(([name, endpoint]) => [`${feature}.${name}`, endpoint]),
  ),
)

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>

/** The plugin calls every body required, which Fastify alone would, and writes a schema out wherever it is used. */
const finish: Transform = (documents) => {
  if (!('openapiObject' in documents)) return documents.swaggerObject
  const paths = Object.values(documents.openapiObject.paths ?? {})
  for (const operation of paths.flatMap((path) => [path?.post, path?.patch, path?.delete])) {
    const endpoint = endpoints.get(operation?.operationId ?? '')
    const body = operation?.requestBody
    if (endpoint && body && 'content' in body) body.required = !mayLackBody(endpoint)
  }
  return withComponents(documents.openapiObject)
}

/** Collects the routes that are registered after it into an OpenAPI 3.1 document, made when it is first asked for. */
export const openapi = fp<OpenapiOptions>(
  async (app, { version, basePath }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Ollama Dashboard',
          version,
          description: 'Watch, control and optimise the models that Ollama runs.',
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: `${basePath}/` }],
        components: {
          securitySchemes: {
            key: { type: 'http', scheme: 'bearer', description: 'An API key' },
            header: {
              type: 'apiKey',
              in: 'header',
              name: 'X-API-Key',
              description: 'An API key, where a proxy has `Authorization` for itself',
            },
            session: { type: 'apiKey', in: 'cookie', name: 'od_session', description: 'A browser that signed in' },
          },
          // Read when the document is first asked for: until then the start need not wait for it.
          get schemas() {
            return namedSchemas(contract)
          },
        },
      },
      transformObject: finish,
    })
  },
  { name: 'openapi' },
)

/** The document for people at `/api/docs`, and for machines at `/api/docs/json`. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      // Of no operation: whoever may ask which version this is may read what it can do.
      route.config = { ...route.config, permission: 'system.version', route: route.url }
      if (route.method === 'GET') route.method = ['GET', 'HEAD']
    })
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      staticCSP: csp,
      uiConfig: { displayOperationId: true, tryItOutEnabled: true },
      theme: { title: 'Ollama Dashboard API' },
    })
  })
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorsOf, problems } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { endpoints } from './endpoints-of-contract.ts'
import { as, testApp } from './support.ts'

const file = join(import.meta.dirname, '..', 'openapi.json')

interface Answer {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Operation {
  readonly operationId: string
  readonly security: readonly unknown[]
  readonly requestBody?: Answer & { readonly required: boolean }
  readonly responses: Readonly<Record<string, Answer>>
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly responses: Readonly<Record<string, Answer>>
  }
}

const checkedIn = async (): Promise<Document> => JSON.parse(await readFile(file, 'utf8'))

const operationsOf = ({ paths }: Document) => Object.values(paths).flatMap((path) => Object.values(path))

/** Every object inside a value. */
const objectsIn = (value: unknown): object[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : []

describe('the OpenAPI document', () => {
  test('is the one that is checked in; UPDATE=1 writes it anew', async () => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/api/docs/json', headers: as('viewer') })
    const text = `${JSON.stringify(answer.json(), null, 2)}\n`
    if (process.env['UPDATE']) await writeFile(file, text)
    expect(text).toBe(await readFile(file, 'utf8'))
  })

  test('is of version 3.1 and lists exactly the endpoints of the contract', async () => {
    const document = await checkedIn()
    expect(document.openapi).toBe('3.1.0')
    const ids = operationsOf(document).map(({ operationId }) => operationId)
    expect(ids.sort()).toEqual(endpoints.map(({ id }) => id).sort())
  })

  test.each(endpoints)('tells every status that $id may answer with', async ({ endpoint }) => {
    const { paths, components } = await checkedIn()
    const operation = paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
    const others = 'alternatives' in endpoint ? (endpoint.alternatives ?? []) : []
    const successes = [endpoint, ...others].map(({ status }) => status)
    const statuses = [...successes, ...errorsOf(endpoint).map((code) => problems[code].status)]
    expect(Object.keys(operation?.responses ?? {}).sort()).toEqual([...new Set(statuses)].map(String).sort())
    expect(operation?.responses['500']).toEqual({ $ref: '#/components/responses/internal' })
    expect(components.responses['internal']?.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    })
    expect(operation?.security).toEqual(
      endpoint.access === 'open' ? [] : [{ key: [] }, { header: [] }, { session: [] }],
    )
  })

  test('tells the three ways in which a pull is answered', async () => {
    const { paths } = await checkedIn()
    const { responses } = paths['/api/models/pull/{model}']?.['post'] ?? {}
    expect(Object.keys(responses?.['200']?.content ?? {})).toEqual(['application/json', 'text/event-stream'])
    expect(Object.keys(responses?.['202']?.content ?? {})).toEqual(['application/json'])
  })

  test('tells which endpoints need a body', async () => {
    const needs = operationsOf(await checkedIn()).map(({ operationId, requestBody }) => [
      operationId,
      requestBody?.required,
    ])
    expect(Object.fromEntries(needs)).toMatchObject({
      'settings.migrate': false,
      'settings.applyAllRecommended': false,
      'models.start': false,
      'settings.import': true,
      'settings.copy': true,
      'chat.send': true,
    })
  })

  test('names each body and each answer, and what is used more than once', async () => {
    const document = await checkedIn()
    const contents = operationsOf(document).flatMap(({ requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((one) => Object.values(one?.content ?? {})),
    )
    expect(contents.filter(({ schema }) => !('$ref' in schema))).toEqual([])
    const written = objectsIn(document)
      .filter((schema) => 'properties' in schema || ('enum' in schema && String(schema.enum).includes(',')))
      .map((schema) => JSON.stringify(schema))
    expect(written.filter((schema, at) => written.indexOf(schema) !== at)).toEqual([])
  })

  test('refers to what it has', async () => {
    const document = await checkedIn()
    const { schemas, responses } = document.components
    const known = new Set([
      ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(responses).map((name) => `#/components/responses/${name}`),
    ])
    const references = objectsIn(document).flatMap((one) => ('$ref' in one ? [one.$ref] : []))
    expect(references.filter((one) => !known.has(String(one)))).toEqual([])
  })

  test('has a page for people that runs no inline script', async () => {
    const { app } = await testApp()
    const { body, headers } = await app.inject({ url: '/api/docs', headers: as('viewer') })
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)/)
    const script = /src="([^"]+swagger-ui-bundle\.js)"/.exec(body)?.[1]
    expect((await app.inject({ url: String(script), headers: as('viewer') })).statusCode).toBe(200)
  })
})

import { TypeCompiler } from '@sinclair/typebox/compiler'
import { describe, expect, test } from 'vitest'
import { type Contract, contract, type Endpoint, endpointTable } from '../src/index.ts'

const endpoints = Object.entries(contract as Contract).flatMap(([feature, group]) =>
  Object.entries(group).map(([name, endpoint]): [string, Endpoint] => [`${feature}.${name}`, endpoint]),
)

describe.each(endpoints)('%s', (_, endpoint) => {
  test('describes exactly the parameters of its path', () => {
    const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, key]) => key)
    expect(Object.keys(endpoint.params?.['properties'] ?? {})).toEqual(inPath)
  })

  test('refuses what it does not know', () => {
    for (const part of [endpoint.params, endpoint.query, endpoint.body]) {
      if (part) expect(part['additionalProperties']).toBe(false)
    }
    expect(endpoint.query).toBeDefined()
  })

  test('has no default in what it takes: defaults live in core', () => {
    expect(JSON.stringify([endpoint.params, endpoint.query, endpoint.body])).not.toContain('"default"')
  })

  test('has schemas that compile', () => {
    for (const part of [endpoint.params, endpoint.query, endpoint.body]) {
      if (part) expect(() => TypeCompiler.Compile(part)).not.toThrow()
    }
  })
})

test.each(endpoints.filter(([, { method }]) => method === 'GET'))('%s takes no body with GET', (_, { body }) => {
  expect(body).toBeUndefined()
})

test.each(endpoints.filter(([, { bucket }]) => bucket))(
  '%s lets only an operator or admin spend its bucket',
  (_, { access }) => {
    expect(['operator', 'admin']).toContain(access)
  },
)

test('no two endpoints share a method and path', () => {
  const routes = endpoints.map(([, { method, path }]) => `${method} ${path}`)
  expect(new Set(routes).size).toBe(routes.length)
})

test('the table for a browser keeps method, path and access and drops every schema', () => {
  const table = endpointTable(contract)
  expect(table.models.stop).toEqual({
    method: 'POST',
    path: '/api/models/stop/:model',
    access: 'operator',
    answer: 'json',
  })
  expect(table.observability.events.answer).toBe('events')
  expect(JSON.stringify(table)).not.toContain('properties')
})

/** Where a schema has a pattern that nothing explains. */
const unexplained = (schema: object, path: string): string[] => [
  ...('pattern' in schema && !('examples' in schema) ? [path] : []),
  ...Object.entries(schema).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? unexplained(value, `${path}/${key}`) : [],
  ),
]

test.each(endpoints)('%s says by examples how a text with a pattern is written', (_, { params, query, body }) => {
  expect(unexplained({ params, query, body }, '')).toEqual([])
})

/** Each schema with a title, and what it is but for the description of one place. */
const titled = (schema: object): [title: string, rest: string][] => [
  ...('title' in schema && typeof schema.title === 'string'
    ? [[schema.title, JSON.stringify({ ...schema, description: undefined })] as [string, string]]
    : []),
  ...Object.values(schema).flatMap((value) => (typeof value === 'object' && value !== null ? titled(value) : [])),
]

test('a title is the name of one schema', () => {
  const named = Map.groupBy(titled(contract), ([title]) => title)
  const ambiguous = named.entries().filter(([, all]) => new Set(all.map(([, rest]) => rest)).size > 1)
  expect([...ambiguous].map(([title]) => title)).toEqual([])
})

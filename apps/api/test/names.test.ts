import { once } from 'node:events'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { type CallContext, DashboardError } from '@ollama-dashboard/core'
import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { as, openEntrance, testApp } from './support.ts'

/** What core was asked for, or the paths that the refusal names. */
async function info(path: string) {
  const { core, asked } = fakeCore()
  const { app } = await testApp({ core })
  const answer = await app.inject({ url: `/api/models/info/${path}`, headers: as('viewer') })
  if (answer.statusCode === 200) return asked
  expect(answer.statusCode).toBe(400)
  expect(answer.json().code).toBe('validation_failed')
  expect(asked).toEqual([])
  return answer.json().errors.map((error: { path: string }) => error.path)
}

describe('a model in a path', () => {
  test.each([
    ['llama3.2%3A3b', 'llama3.2:3b'],
    ['hf.co/org/model:Q4_K_M', 'hf.co/org/model:Q4_K_M'],
    ['hf.co%2Forg%2Fmodel:Q4_K_M', 'hf.co/org/model:Q4_K_M'],
    [`${'a'.repeat(80)}:${'b'.repeat(80)}`, `${'a'.repeat(80)}:${'b'.repeat(80)}`],
    // What a server lists can be acted on: earlier versions and other servers know more names than Ollama's own.
    ['x@2', 'x@2'],
  ])('%s is %s', async (path, model) => {
    expect(await info(path)).toEqual([['info', model]])
  })

  test.each([
    ['a part that begins with a dot', 'org/.hidden'],
    ['an encoded way upwards', '..%2F..%2Fetc%2Fpasswd'],
    ['a way encoded twice', '%252e%252e%252fpasswd'],
    ['four kilobytes', 'a'.repeat(4096)],
    ['four kilobytes after a slash', `org/${'a'.repeat(4096)}`],
    ['a null byte', 'llama3%00'],
    ['nothing', ''],
    ['a leading slash', '/llama3'],
    ['a trailing slash', 'llama3/'],
  ])('with %s is refused', async (_, path) => {
    expect(await info(path)).toEqual(['/params/model'])
  })

  // fetch and inject() resolve the dots themselves before they send anything.
  test('with a way upwards that is sent as it is, is refused', async () => {
    const { app } = await testApp()
    const { port } = await openEntrance(app)
    const path = '/api/models/info/../../etc/passwd'
    const [answer] = await once(request({ port, path, headers: as('viewer') }).end(), 'response')
    const problem = await json(answer)
    expect([answer.statusCode, problem]).toMatchObject([400, { errors: [{ path: '/params/model' }] }])
  })

  test.each([
    ['POST', '/api/models/start/hf.co/org/model:Q4', 'start', 'hf.co/org/model:Q4'],
    ['GET', '/api/models/settings/hf.co/org/model/effective', 'effective', 'hf.co/org/model'],
    ['GET', '/api/models/settings/hf.co%2Forg%2Fmodel/effective', 'effective', 'hf.co/org/model'],
    ['GET', '/api/models/settings/org%2Feffective', 'get', 'org/effective'],
    ['POST', '/api/models/settings/hf.co/org/model/reset', 'reset', 'hf.co/org/model'],
    ['GET', '/api/models/settings/recommended/hf.co/org/model', 'recommended', 'hf.co/org/model'],
  ] as const)('comes with its slashes as they are: %s %s', async (method, url, operation, model) => {
    const named: unknown[][] = []
    const { core } = fakeCore()
    const remember =
      (name: string) =>
      async (_: CallContext, { model }: { readonly model: string }) => {
        named.push([name, model])
        throw new DashboardError('model_not_found', 'Not there.')
      }
    const settings = {
      ...core.settings,
      find: remember('get'),
      effective: remember('effective'),
      reset: remember('reset'),
      recommended: remember('recommended'),
    }
    const models = { ...core.models, start: remember('start') }
    const { app } = await testApp({ core: { ...core, settings, models } })
    await app.inject({ method, url, headers: as('operator') })
    expect(named).toEqual([[operation, model]])
  })

  test('is not taken for one where a static path is meant', async () => {
    const { core, asked } = fakeCore()
    const { app } = await testApp({ core })
    await app.inject({ url: '/api/models/running', headers: as('viewer') })
    expect(asked).toEqual([['running', undefined, undefined]])
  })
})

import { expect, test } from 'vitest'
import { endpoints } from './endpoints-of-contract.ts'
import { hostileBodies, hostileHeaders, hostilePaths } from './hostile-bodies.ts'
import { as, testApp } from './support.ts'

/** Long enough to be read in parts; `pnpm prove` goes up to the limits, and looks at how long others wait. */
const bytes = 80_000

test.each(endpoints.filter(({ endpoint }) => endpoint.body))(
  '$id answers no body of repeated, nested or endless things with a 500',
  { timeout: 120_000 },
  async ({ endpoint }) => {
    const { app } = await testApp()
    const url = endpoint.path.replace(':model', 'llama3.2:3b').replace(':id', 'my_conversation')
    const headers = { ...as('admin'), 'content-type': 'application/json' }
    const broken: string[] = []
    for (const { name, body } of hostileBodies(endpoint, { bytes })) {
      const { statusCode } = await app.inject({ method: endpoint.method, url, headers, payload: body })
      if (statusCode >= 500) broken.push(`${name}: ${statusCode}`)
    }
    expect(broken).toEqual([])
  },
)

test('no path and no header of one thing again and again is answered with a 500', { timeout: 120_000 }, async () => {
  const { app } = await testApp()
  const broken: string[] = []
  for (const url of hostilePaths()) {
    const { statusCode } = await app.inject({ url, headers: as('admin') })
    if (statusCode >= 500) broken.push(`${url.slice(0, 30)}: ${statusCode}`)
  }
  for (const headers of hostileHeaders()) {
    const { statusCode } = await app.inject({ url: '/api/models/available', headers: { ...as('admin'), ...headers } })
    if (statusCode >= 500) broken.push(`${Object.keys(headers)}: ${statusCode}`)
  }
  expect(broken).toEqual([])
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { end, launch } from './launch.ts'

const clientOf = (baseUrl: string, key: string) => createClient<ApiContract>(endpointTable(contract), { baseUrl, key })

test('keys outlive a dashboard that is killed, those that were revoked stay so', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  await using ollama = await startSimulator({ scenario: 'home' })
  const env = { DATA_DIR: dataDir, OLLAMA_HOST: new URL(ollama.url).host, API_KEY_ADMIN: 'key-of-the-admin' }

  const first = await launch(env)
  const admin = clientOf(first.url, env.API_KEY_ADMIN)
  const revoked = await admin.keys.create({ body: { name: 'Lost phone', role: 'viewer' } })
  await admin.keys.revoke({ params: { id: revoked.id } })
  const kept = await admin.keys.create({ body: { name: 'Laptop', role: 'operator' } })
  await end(first.child, 'SIGKILL')

  const second = await launch(env)
  const roleOf = async (key: string) => (await clientOf(second.url, key).session.get()).role
  expect([await roleOf(kept.key), await roleOf(revoked.key)]).toEqual(['operator', null])
  const { keys } = await clientOf(second.url, env.API_KEY_ADMIN).keys.list()
  expect(keys.map(({ name, revoked_at }) => [name, revoked_at !== null])).toEqual([
    ['API_KEY_ADMIN', false],
    ['Laptop', false],
    ['Lost phone', true],
  ])
})

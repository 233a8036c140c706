// Whatever comes from outside, nobody else waits: /ping is asked every 20 ms in a process of its own while every endpoint
// gets bodies of repeated, nested and endless things up to its limit, and while Ollama answers with such things.
// `node hostile-input.ts [PROGRAM [PART]]`; build the dashboard first.
import { join, resolve } from 'node:path'
import { type Contract, contract } from '@ollama-dashboard/contracts'
import { hostileBodies, hostileHeaders, hostilePaths } from '../../../apps/api/test/hostile-bodies.ts'
import { hostileModels, hostileShows, startHostileOllama } from './hostile/hostile-ollama.ts'
import { startWatched, type Watched } from './hostile/watched-dashboard.ts'

const root = resolve(import.meta.dirname, '../../..')
const [, , program = join(root, 'apps/api/dist/main.js'), only] = process.argv
const maxWaitMs = Number(process.env['PROOF_MAX_WAIT_MS'] ?? 200)

/** Up to the limit of an endpoint only those members that may be long. */
const longest = {
  bytes: Number.POSITIVE_INFINITY,
  members: ['messages', 'tools', 'format', 'images', 'sessions', 'unknown'],
}

const parts = [sendPaths, sendHeaders, sendBodies, readHostileOllama, keepConversations]
const ollama = await startHostileOllama()
const dashboard = await startWatched(resolve(program), ollama.url)
const { send } = dashboard
const told: Watched[] = []

try {
  await dashboard.watch('nothing', async () => null)
  for (const part of parts.filter(({ name }) => only === undefined || name === only)) {
    const before = told.length
    await part()
    const of = told.slice(before)
    const wait = Math.max(...of.map(({ waitMs }) => waitMs)).toFixed(0)
    const hold = Math.max(...of.map(({ holdMs }) => holdMs)).toFixed(0)
    console.log(`${part.name}: ${of.length} inputs; held for ${hold} ms at most, /ping waited ${wait} ms at most`)
  }
} finally {
  await dashboard[Symbol.asyncDispose]()
  ollama.close()
}
report()

async function watch(name: string, act: () => Promise<number | null>) {
  told.push(await dashboard.watch(name, act))
}

async function sendPaths() {
  for (const path of hostilePaths()) await watch(`GET ${path.slice(0, 40)}…`, () => send('GET', path))
  const dots = `/${'.'.repeat(15_900)}`
  await watch('20 paths of dots at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, () => send('GET', dots)))
    return Math.max(...statuses.map((status) => status ?? 0))
  })
}

async function sendHeaders() {
  for (const headers of hostileHeaders()) {
    const [[name, value] = ['', '']] = Object.entries(headers)
    await watch(`${name}: ${value.slice(0, 20)}…`, () => send('GET', '/api/models/available', undefined, headers))
  }
}

async function sendBodies() {
  for (const group of Object.values(contract as Contract)) {
    for (const endpoint of Object.values(group)) {
      if (!endpoint.body) continue
      const path = endpoint.path.replace(':model', 'a').replace(':id', 'my_conversation')
      const lengths = [{ bytes: 1_048_576 }, ...((endpoint.bodyLimitBytes ?? 0) > 1_048_576 ? [longest] : [])]
      for (const options of lengths) {
        for (const { name, body } of hostileBodies(endpoint, options)) {
          const megabytes = (body.length / 1e6).toFixed(1)
          await watch(`${endpoint.method} ${endpoint.path}: ${name}, ${megabytes} MB`, () =>
            send(endpoint.method, path, body),
          )
        }
      }
    }
  }
}

async function readHostileOllama() {
  for (const name of hostileModels) {
    await watch(`a pull of ${name}`, () => send('POST', `/api/models/pull/${name}`, '{}'))
    await watch(`a chat with ${name}`, () => send('POST', '/api/chat', JSON.stringify({ model: name, prompt: 'Hi' })))
  }
  for (const name of hostileShows) {
    for (const path of [`settings/${name}/effective`, `info/${name}`, `settings/recommended/${name}`]) {
      await watch(`GET ${path}`, () => send('GET', `/api/models/${path}`))
    }
  }
}

/** What was kept once costs every later save. */
async function keepConversations() {
  const call = (depth: number) => `{"function":{"name":"f","arguments":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}}`
  for (const depth of [150, 1500]) {
    const messages = `[{"role":"assistant","content":"","tool_calls":[${Array(100).fill(call(depth)).join(',')}]}]`
    await watch(`100 calls of tools ${depth} deep`, () =>
      send('POST', '/api/chat/history', `{"id":"deep${depth}","model":"a","messages":${messages}}`),
    )
  }
  const message = { role: 'user', content: 'What is a llama? '.repeat(60) }
  const conversation = (at: number) => ({ id: `long${at}`, model: 'a', messages: Array(600).fill(message) })
  const file = JSON.stringify({ sessions: Array.from({ length: 45 }, (_, at) => conversation(at)) })
  await watch(`an import of ${Math.round(file.length / 1e6)} MB`, () => send('POST', '/api/chat/history/import', file))
  for (let at = 0; at < 5; at += 1) {
    await watch('a save beside it', () =>
      send('POST', '/api/chat/history', JSON.stringify({ id: 'short', model: 'a', messages: [message] })),
    )
  }
  const settings = Array.from({ length: 900 }, (_, at) => [`m${at}:1b`, { settings: { system: 'x'.repeat(32_000) } }])
  const settingsFile = JSON.stringify(Object.fromEntries(settings))
  await watch(`an import of settings of ${Math.round(settingsFile.length / 1e6)} MB`, () =>
    send('POST', '/api/models/settings/import', settingsFile),
  )
  await watch('a setting beside it', () => send('POST', '/api/models/settings/a', '{"top_k":1}'))
}

function report() {
  const worst = told.toSorted((a, b) => b.waitMs - a.waitMs)
  const tooLong = worst.filter(({ waitMs }) => waitMs > maxWaitMs)
  const broken = told.filter(({ status }) => status === 500)
  console.log(
    `${told.length} hostile inputs. What held the main thread longest, in processor time, and the wait of /ping:`,
  )
  for (const { name, waitMs, holdMs, status } of told.toSorted((a, b) => b.holdMs - a.holdMs).slice(0, 20)) {
    console.log(`${holdMs.toFixed(0).padStart(7)} ms ${waitMs.toFixed(0).padStart(7)} ms  ${status}  ${name}`)
  }
  for (const { name } of broken) console.log(`    500  ${name}`)
  const held = tooLong.length === 0 && broken.length === 0
  console.log(
    held
      ? `None above ${maxWaitMs} ms, none answered with 500.`
      : `${tooLong.length} above ${maxWaitMs} ms, ${broken.length} answered with 500.`,
  )
  process.exitCode = held ? 0 : 1
}

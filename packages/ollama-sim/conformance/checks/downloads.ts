import type { Check } from '../check.ts'
import type { Server } from '../server.ts'
import { type JsonObject, listOf, numberOf, Unmet, verify, verifyEqual } from '../verify.ts'

/** Bytes of the largest layer that a stream told of, and of what came of it. */
interface Layer {
  readonly digest: string
  readonly total: number
  readonly completed: number
}

/** How much of the largest layer has to be there before a pull is left. */
const ENOUGH = 0.2

const run: Readonly<Record<string, (server: Server, model: string) => Promise<void>>> = {
  'a pull tells of every layer, in order, and ends with success': async (server, model) => {
    await remove(server, model)
    const lines = await pull(server, model)
    verifyEqual('the first line', lines[0], { status: 'pulling manifest' })
    const closing = lines.filter(({ digest }) => digest === undefined).map(({ status }) => status)
    verifyEqual('the lines without a layer', closing.slice(0, 4), [
      'pulling manifest',
      'verifying sha256 digest',
      'writing manifest',
      'success',
    ])
    const layers = lines.filter(({ digest }) => digest !== undefined)
    for (const line of layers) {
      const digest = String(line['digest'])
      verifyEqual('the status of a layer', line['status'], `pulling ${digest.slice(7, 19)}`)
      verify(
        numberOf('completed', line['completed'] ?? 0) <= numberOf('total', line['total']),
        'more came than there is',
      )
    }
    // One layer after the other: none comes back.
    const order = layers.map(({ digest }) => digest).filter((digest, at, all) => digest !== all[at - 1])
    verifyEqual('the order of the layers', order.length, new Set(order).size)
    verify(await isInstalled(server, model), `${model} is not installed after its pull`)
  },

  'a pull of what is there fetches nothing': async (server, model) => {
    if (!(await isInstalled(server, model))) await pull(server, model)
    const lines = await pull(server, model)
    for (const { digest, total, completed } of lines)
      if (digest !== undefined) verifyEqual('what a layer that is there tells', completed, total)
    verifyEqual('the last line', lines.at(-1), { status: 'success' })
  },

  'a pull that was left goes on where it was': async (server, model) => {
    await remove(server, model)
    const left = await pullUntil(server, model, ({ completed, total }) => completed >= ENOUGH * total)
    const lines = await pull(server, model)
    const first = lines.find(({ digest, completed }) => digest === left.digest && completed !== undefined)
    const begins = numberOf('completed', first?.['completed'])
    // Chunks that were under way may be fetched again; not all of them are.
    verify(begins > 0.2 * left.completed, `after ${left.completed} bytes it begins again at ${begins}`)
    verifyEqual('the last line', lines.at(-1), { status: 'success' })
  },

  'two pulls of one model share it, and the second lives on when the first leaves': async (server, model) => {
    await remove(server, model)
    let second: Promise<readonly JsonObject[]> | undefined
    const first = await pullUntil(server, model, ({ completed, total }) => {
      if (completed >= ENOUGH * total) second ??= pull(server, model)
      return second !== undefined && completed >= 2 * ENOUGH * total
    })
    const lines = await (second ?? Promise.reject(new Unmet('the model came before a second pull could join')))
    const joined = lines.find(({ digest, completed }) => digest === first.digest && completed !== undefined)
    verify(numberOf('completed', joined?.['completed']) > 0, 'the second pull began at nothing')
    verifyEqual('the last line', lines.at(-1), { status: 'success' })
  },
}

/** Pulls of a model that a registry has: left out when none is named, for they take as long as the model is large. */
export const downloads: readonly Check[] = Object.entries(run).map(([name, check]) => ({
  name,
  needsPullModel: true,
  run: async (server) => {
    const { pullModel } = server
    if (pullModel === undefined) throw new Unmet('no model to pull is named')
    try {
      await check(server, pullModel)
    } finally {
      await remove(server, pullModel)
    }
  },
}))

const bodyOf = (model: string): JsonObject => ({ model, ...(model.startsWith('http://') && { insecure: true }) })

async function pull(server: Server, model: string): Promise<readonly JsonObject[]> {
  const { status, text, lines } = await server.ask('/api/pull', { body: bodyOf(model) })
  verify(status === 200, `the pull is refused with ${status} ${text}`)
  const all = lines()
  const error = all.at(-1)?.['error']
  verify(error === undefined, `the pull ends with ${String(error)}`)
  return all
}

/** Follows a pull and hangs up as soon as its largest layer is where it is wanted. */
async function pullUntil(server: Server, model: string, isEnough: (layer: Layer) => boolean): Promise<Layer> {
  let largest: Layer | undefined
  for await (const { digest, total, completed, error } of server.stream('/api/pull', bodyOf(model))) {
    verify(error === undefined, `the pull ends with ${String(error)}`)
    if (typeof digest !== 'string' || typeof total !== 'number' || total < (largest?.total ?? 0)) continue
    largest = { digest, total, completed: typeof completed === 'number' ? completed : 0 }
    if (largest.completed < total && isEnough(largest)) return largest
  }
  throw new Unmet('the model came before the pull could be left: take a larger one, or a slower registry')
}

async function isInstalled(server: Server, model: string): Promise<boolean> {
  const models = listOf('models', (await server.get('/api/tags'))['models'])
  // A registry of its own stands before the name in the list, without its scheme.
  return models.some(({ name }) => name === model.replace(/^https?:\/\//, ''))
}

async function remove(server: Server, model: string): Promise<void> {
  await server.ask('/api/delete', { method: 'DELETE', body: { model } })
}

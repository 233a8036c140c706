import { onTestFinished } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'

export type Json = Readonly<Record<string, unknown>>

interface Listed {
  readonly name: string
  readonly digest: string
  readonly size: number
}

export interface Simulation {
  readonly simulator: Simulator
  readonly url: string
  send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response>
  /** All lines of an answer. */
  lines(path: string, body: unknown): Promise<readonly Json[]>
  /** The installed models by name, the newest first. */
  installed(): Promise<ReadonlyMap<string, Listed>>
  /** The names of the models in memory. */
  running(): Promise<readonly string[]>
  show(model: string): Promise<Json>
}

/** A simulated Ollama that ends with the test. */
export async function simulation(options: SimulatorOptions = {}): Promise<Simulation> {
  const simulator = await startSimulator({ speed: 1000, ...options })
  onTestFinished(() => simulator.close())
  const send: Simulation['send'] = (method, path, body, signal) =>
    fetch(new URL(path, simulator.url), {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  const list = async (path: string) => {
    // The lists of Ollama are what this package promises; a test that meets another shape fails by itself.
    const { models } = (await (await send('GET', path)).json()) as { models: readonly Listed[] }
    return models
  }
  return {
    simulator,
    url: simulator.url,
    send,
    lines: async (path, body) => linesOf(await (await send('POST', path, body)).text()),
    installed: async () => new Map((await list('/api/tags')).map((model) => [model.name, model])),
    running: async () => (await list('/api/ps')).map((model) => model.name),
    show: async (model) => (await (await send('POST', '/api/show', { model })).json()) as Json,
  }
}

const linesOf = (text: string): readonly Json[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Lines as they arrive; leaving the loop hangs up. */
export async function* liveLines(response: Response): AsyncGenerator<Json, void, void> {
  let rest = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield JSON.parse(part)
  }
}

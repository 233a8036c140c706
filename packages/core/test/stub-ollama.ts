import { createEventBus } from '../src/events/event-bus.ts'
import { createInstance, type InstanceOptions } from '../src/instances/instance.ts'
import { createBackground } from '../src/kernel/background.ts'
import { connectionFailure } from '../src/ollama/errors/connection-errors.ts'
import type { InstalledModel, LoadedModel, Ollama, ShownModel } from '../src/ollama/ollama.ts'
import { fakeClock } from './fake-clock.ts'

const details = {
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parent_model: null,
  parameter_size: '8.0B',
  quantization_level: 'Q4_K_M',
}

export const installedModel = (name: string, more: Partial<InstalledModel> = {}): InstalledModel => ({
  name,
  digest: `digest-of-${name}`,
  size: 4_900_000_000,
  modifiedAt: '2026-01-01T00:00:00Z',
  details,
  capabilities: ['completion'],
  contextLength: 131_072,
  remote: false,
  ...more,
})

export const loadedModel = (name: string, more: Partial<LoadedModel> = {}): LoadedModel => ({
  name,
  digest: `digest-of-${name}`,
  size: 6_000_000_000,
  sizeVram: 6_000_000_000,
  contextLength: 4096,
  expiresAt: '2026-01-01T00:05:00Z',
  details,
  ...more,
})

export const shownModel = (more: Partial<ShownModel> = {}): ShownModel => ({
  details,
  capabilities: ['completion'],
  parameters: null,
  template: null,
  system: null,
  license: null,
  modelfile: null,
  modelInfo: { 'general.architecture': 'llama', 'llama.context_length': 8192 },
  remote: false,
  ...more,
})

export const refused = () => connectionFailure(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))

/** An Ollama that answers as told. */
export function stubOllama(answers: Partial<Ollama> = {}): Ollama {
  const never = async () => Promise.reject(new Error('not expected to be asked'))
  return {
    version: async () => '0.32.15',
    installed: async () => [],
    loaded: async () => [],
    show: never,
    load: never,
    unload: never,
    copy: never,
    delete: never,
    chat: () => {
      throw new Error('not expected to be asked')
    },
    pull: () => {
      throw new Error('not expected to be asked')
    },
    [Symbol.asyncDispose]: async () => undefined,
    ...answers,
  }
}

/** An instance whose Ollama answers as told, on a clock of its own. */
export function stubInstance(answers: Partial<Ollama> = {}, options: Partial<InstanceOptions> = {}) {
  const clock = fakeClock()
  const background = createBackground({ clock })
  const events = createEventBus(clock, background)
  const instance = createInstance({
    name: 'default',
    url: new URL('http://127.0.0.1:11434'),
    ollama: stubOllama(answers),
    clock,
    events,
    background,
    ...options,
  })
  return { instance, clock, events, background }
}

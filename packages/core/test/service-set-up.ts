import { onTestFinished } from 'vitest'
import type { LoadedModel } from '../src/ollama/ollama.ts'
import { openService, type ServiceConfig, type ServiceOptions } from '../src/service/service.ts'
import { managedBy } from './managed-by.ts'
import { refused, stubInstance } from './stub-ollama.ts'

export const serviceConfig: ServiceConfig = {
  control: 'auto',
  autoStart: false,
  program: null,
  environment: {},
  hide: (text) => text,
}

/** A service over an Ollama that answers while `isUp`; its manager changes that, unless it is told to do something else. */
export function serviceOver({
  isUp = true,
  config = {},
  managed: more = {},
  instance: options = {},
  ...shared
}: {
  isUp?: boolean
  config?: Partial<ServiceConfig>
  managed?: Parameters<typeof managedBy>[0]
  instance?: Parameters<typeof stubInstance>[1]
  replicas?: ServiceOptions['replicas'] & {}
  storage?: ServiceOptions['storage'] & {}
} = {}) {
  const ollama = { isUp }
  const loaded = async (): Promise<readonly LoadedModel[]> => (ollama.isUp ? [] : Promise.reject(refused()))
  const { instance, clock, events, background } = stubInstance({ loaded }, options)
  const asked: string[] = []
  const { managed } = managedBy({
    start: async () => {
      asked.push('start')
      ollama.isUp = true
    },
    stop: async () => {
      asked.push('stop')
      ollama.isUp = false
    },
    restart: async () => {
      asked.push('restart')
      ollama.isUp = true
    },
    ...more,
  })
  const service = openService({
    service: { ...serviceConfig, ...config },
    instances: { find: () => instance, all: () => [instance] },
    events,
    clock,
    background,
    findManager: async () => managed,
    ...shared,
  })
  onTestFinished(async () => {
    await service[Symbol.asyncDispose]()
    await instance[Symbol.asyncDispose]()
  })
  return { service, instance, ollama, asked, clock, events }
}

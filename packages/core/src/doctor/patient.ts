import { stat } from 'node:fs/promises'
import type { Instance } from '../instances/instance.ts'
import { isLocal } from '../instances/location.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { seenOf } from '../kernel/rights/sees.ts'
import type { OllamaMemoryConfig } from '../memory/memory-estimate.ts'
import type { InstalledModel, LoadedModel } from '../ollama/ollama.ts'
import type { OllamaAccess } from '../ollama/ollama-access.ts'
import type { OpenService } from '../service/service.ts'
import { createHostAccess, type HostAccess } from '../system/host-access.ts'
import type { WatchedHost } from '../system/watched-host.ts'
import { type AskAddress, askAddress } from './ask-address.ts'
import type { Kept } from './commands.ts'
import { ownAddresses } from './own-addresses.ts'
import { readServerVariables, type ServerVariables } from './server-variables.ts'

/** How the dashboard itself is reached. */
export interface Exposure {
  /** Where it listens, such as `0.0.0.0:5000`. */
  readonly address: string
  readonly isLoopback: boolean
  readonly isTls: boolean
  readonly isBehindProxy: boolean
}

/** The part of this machine that checks look at. */
export interface DoctorTools {
  readonly ask: AskAddress
  readonly addresses: () => readonly string[]
  readonly machine: Pick<HostAccess, 'platform' | 'readText' | 'run' | 'list'>
  /** The mode bits of a file or folder; throws where it cannot be read. */
  readonly modeOf: (path: string) => Promise<number>
  readonly keeperOf: OpenService['keeperOf']
}

export const systemTools = ({ keeperOf }: Pick<OpenService, 'keeperOf'>): DoctorTools => ({
  ask: askAddress,
  addresses: ownAddresses,
  machine: createHostAccess(),
  modeOf: async (path) => (await stat(path)).mode,
  keeperOf,
})

export interface PatientOptions {
  readonly host: Pick<WatchedHost, 'latest' | 'health' | 'modelsFolder' | 'driver'>
  readonly rules: OllamaMemoryConfig
  readonly dataDir: string
  /** Whether callers of the dashboard need a key. */
  readonly needsKey: boolean
  /** Not known when absent. */
  readonly exposure?: Exposure | undefined
}

/** What checks may look at: one server, the machine of the dashboard, and the dashboard. */
export interface Patient extends PatientOptions, Omit<DoctorTools, 'keeperOf'> {
  readonly instance: Instance
  readonly isLocal: boolean
  /** The models that the caller sees; null while they are not known. */
  loaded(): readonly LoadedModel[] | null
  installed(): readonly InstalledModel[] | null
  /** What lets the dashboard in at the server. */
  readonly access: OllamaAccess
  /** What keeps the server running. Only for one on this machine; it is looked for once. */
  kept(): Promise<Kept>
  /** Null where they cannot be read. Only for one on this machine; they are read once. */
  variables(): Promise<ServerVariables | null>
  /** By the clock on the wall, milliseconds since the epoch. */
  now(): number
}

export function createPatient(
  instance: Instance,
  options: PatientOptions,
  {
    tools: { keeperOf, ...tools },
    access,
    now,
    context: { actor, signal },
  }: {
    readonly tools: DoctorTools
    readonly access: OllamaAccess
    now(): number
    readonly context: CallContext
  },
): Patient {
  const once = <T>(work: () => Promise<T>) => {
    let running: Promise<T> | null = null
    return () => {
      running ??= work()
      return running
    }
  }
  const seen = <M extends { readonly name: string }>(models: readonly M[] | null) =>
    models && seenOf(actor, models, ({ name }) => ({ instance: instance.name, model: name }))
  const managed = once(() => keeperOf(instance, signal))
  return {
    ...options,
    ...tools,
    instance,
    isLocal: isLocal(instance),
    loaded: () => seen(instance.loaded.current().value),
    installed: () => seen(instance.installed.current().value),
    access,
    now,
    kept: managed,
    variables: once(async () => {
      const { manager, pid, command } = await managed()
      return readServerVariables(tools.machine, { manager, pid, isUser: command.includes('--user') }, signal)
    }),
  }
}

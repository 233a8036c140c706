import { hostname } from 'node:os'
import type { Instance } from '../../instances/instance.ts'
import type { Instances } from '../../instances/instances.ts'
import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import { unshared } from '../../replicas/alone.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import { short } from '../changes/load-cause.ts'
import type { Recorder } from '../changes/recorder.ts'
import type { KnownVersion, KnownVersionRepository } from './known-version-table.ts'

export interface VersionWatchOptions {
  readonly repository: KnownVersionRepository
  readonly recorder: Pick<Recorder, 'add'>
  readonly instances: Pick<Instances, 'all'>
  /** Of the GPUs of this machine; null where it is not known. */
  readonly driver: () => string | null
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** One of them watches. */
  readonly replicas?: Pick<Replicas, 'isAlone' | 'leader'>
}

const lookMs = 30_000
/** Of a server that lists more, the others are not watched. */
const maxModels = 5000

const types = { ollama: 'ollama.version', driver: 'gpu.driver', model: 'model.digest' } as const

const keyOf = ({ subject, instance, name }: Omit<KnownVersion, 'value'>) => JSON.stringify([subject, instance, name])

/**
 * Notices when Ollama, the driver of the GPUs or a model has another version than it had, also while the dashboard did not
 * run. It asks nobody: it looks at what is known, twice a minute, until it is disposed.
 */
export function watchVersions(options: VersionWatchOptions): Disposable {
  const { repository, recorder, instances, driver, clock, background, replicas = unshared } = options
  /** Each replica may be on a machine of its own, whose driver is not another one's. */
  const machine = replicas.isAlone ? '' : hostname()
  let known: Map<string, KnownVersion> | null = null
  let isClosed = false
  let cancel = schedule()

  function schedule() {
    return clock.after(lookMs, () => {
      void background.settle('versions', look()).then(() => {
        if (!isClosed) cancel = schedule()
      })
    })
  }

  async function look() {
    if (!replicas.leader.isHeld()) {
      // Others change what is known.
      known = null
      return
    }
    known ??= new Map((await repository.all()).map((version) => [keyOf(version), version]))
    const versions = instances.all().flatMap((instance) => (instance.isEphemeral ? [] : versionsOf(instance)))
    const now = driver()
    if (now !== null) versions.push({ subject: 'driver', instance: '', name: machine, value: now })
    for (const version of versions) compare(known, version)
    forgetSome(known, versions)
  }

  function compare(known: Map<string, KnownVersion>, version: KnownVersion) {
    const key = keyOf(version)
    const before = known.get(key)
    if (before?.value === version.value) return
    known.set(key, version)
    repository.set(version)
    if (!before) return
    const told = (value: string) => (version.subject === 'model' ? short(value) : value)
    recorder.add({
      kind: 'version',
      type: types[version.subject],
      instance: version.instance || null,
      model: version.subject === 'model' ? version.name : null,
      before: told(before.value),
      after: told(version.value),
    })
  }

  /** Of models that are gone for a while it is worth to know their digest, as long as they are not too many. */
  function forgetSome(known: Map<string, KnownVersion>, now: readonly KnownVersion[]) {
    if (known.size <= 2 * maxModels) return
    const there = new Set(now.map(keyOf))
    for (const [key, version] of known) {
      if (there.has(key) || version.subject !== 'model') continue
      known.delete(key)
      repository.forget(version)
    }
  }

  return {
    [Symbol.dispose]() {
      isClosed = true
      cancel()
    },
  }
}

function versionsOf({ id: instance, version, installed, reachable }: Instance): KnownVersion[] {
  if (!reachable()) return []
  const { value } = version.current()
  const models = installed.current().value?.slice(0, maxModels) ?? []
  return [
    ...(value === null ? [] : [{ subject: 'ollama' as const, instance, name: '', value }]),
    ...models.flatMap(({ name, digest, remote }) =>
      digest === null || remote ? [] : [{ subject: 'model' as const, instance, name, value: digest }],
    ),
  ]
}

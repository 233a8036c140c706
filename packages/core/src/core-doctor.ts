import type { DoctorReport } from '@ollama-dashboard/contracts'
import type { CoreOptions } from './core-options.ts'
import { createDoctor } from './doctor/doctor.ts'
import { systemTools } from './doctor/patient.ts'
import { createEventBus } from './events/event-bus.ts'
import { connectInstance } from './instances/connect-instance.ts'
import { createInstances, type Instances } from './instances/instances.ts'
import { createBackground } from './kernel/background.ts'
import { systemContext } from './kernel/call-context.ts'
import { systemClock } from './kernel/clock.ts'
import { defaultMemoryConfig } from './memory/memory-estimate.ts'
import { openService } from './service/service.ts'
import { watchedFolder } from './system/disk.ts'
import { localHost } from './system/local-host.ts'
import { createWatchedHost } from './system/watched-host.ts'

export type ExamineOptions = Pick<
  CoreOptions,
  'instances' | 'dataDir' | 'modelsDir' | 'ollama' | 'acceptedKeys' | 'exposure' | 'clock' | 'report' | 'host'
>

/** Checks each server, its host and the dashboard, without a dashboard that runs. It opens no storage and changes nothing. */
export async function examine(options: ExamineOptions): Promise<readonly DoctorReport[]> {
  await using opened = new AsyncDisposableStack()
  const { clock = systemClock, report } = options
  const background = createBackground({ clock, ...(report && { report }) })
  const events = createEventBus(clock, background)
  const diskOf = watchedFolder(options)
  const probe = options.host ?? localHost({ diskOf, clock })
  const host = opened.use(createWatchedHost({ probe, modelsFolder: diskOf }, clock))
  const connect = connectInstance({
    ...{ clock, events, background },
    maxOnGpus: host.maxOnGpus,
    onLoaded: () => {},
    onAttempt: () => {},
  })
  const [first, ...others] = options.instances
  const instances: Instances = opened.use(createInstances([connect(first), ...others.map((one) => connect(one))]))
  const service = opened.use(openService({ instances, events, clock, background }))
  const doctor = createDoctor({
    ...{ ...options, instances, host, clock, background },
    rules: options.ollama?.rules ?? defaultMemoryConfig,
    addresses: options.instances,
    needsKey: options.acceptedKeys !== null,
    tools: systemTools(service),
  })
  // Awaited here: they are watched for as long as that takes.
  return await Promise.all(
    instances.all().map(async ({ name, version, installed }) => {
      // What a check would find unknown only because nobody has asked yet.
      await Promise.all([version.read(), installed.read(), host.vramTotal()])
      return doctor.check(systemContext, { instance: name })
    }),
  )
}

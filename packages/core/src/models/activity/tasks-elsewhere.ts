import type { Instance } from '../../instances/instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { SharedLink } from '../../replicas/shared-link.ts'
import type { TasksElsewhere, Working } from './working.ts'

interface Told {
  readonly instance: string
  readonly working: readonly Working[]
}

const channel = 'models.working'
const tellMs = 2000
/** What a replica that was killed did is not under way any more. */
const goneMs = 6000

/** Replicas tell each other which models they load and unload, so that whoever sees one come knows who asked for it. */
export function createTasksElsewhere(
  link: Pick<SharedLink, 'publish' | 'subscribe'>,
  clock: Clock,
): TasksElsewhere & Disposable {
  const heard = new Map<string, Told & { readonly cancel: () => void }>()
  const telling = new Map<string, () => void>()
  let revision = 0

  function keep(from: string, told: Told) {
    const key = JSON.stringify([from, told.instance])
    const before = heard.get(key)
    before?.cancel()
    if (told.working.length === 0) heard.delete(key)
    else heard.set(key, { ...told, cancel: clock.after(goneMs, () => keep(from, { ...told, working: [] })) })
    if (JSON.stringify(before?.working ?? []) !== JSON.stringify(told.working)) revision += 1
  }
  const leave = link.subscribe(channel, (message, from) => {
    const told = readTold(message)
    if (told) keep(from, told)
  })

  function tell(told: Told) {
    telling.get(told.instance)?.()
    telling.delete(told.instance)
    link.publish(channel, told)
    if (told.working.length > 0)
      telling.set(
        told.instance,
        clock.after(tellMs, () => tell(told)),
      )
  }

  return {
    tell: ({ name }: Instance, working) =>
      tell({
        instance: name,
        working: working.map(({ actor: { id, via }, ...one }) => ({ ...one, actor: { id, via } })),
      }),
    of: ({ name }) => [...heard.values()].flatMap(({ instance, working }) => (instance === name ? working : [])),
    get revision() {
      return revision
    },
    [Symbol.dispose]() {
      leave()
      for (const cancel of [...telling.values(), ...[...heard.values()].map((one) => one.cancel)]) cancel()
    },
  }
}

/** Null for what is none: another version may tell it in another form. */
function readTold(message: unknown): Told | null {
  const { instance, working } = message as Partial<Record<keyof Told, unknown>>
  if (typeof instance !== 'string' || !Array.isArray(working)) return null
  const isWorking = ({ model, state, actor, since }: Partial<Working>) =>
    typeof model === 'string' &&
    (state === 'loading' || state === 'unloading') &&
    typeof actor?.id === 'string' &&
    typeof since === 'number'
  // Each member was looked at.
  return working.every((one) => isWorking(one ?? {})) ? { instance, working } : null
}

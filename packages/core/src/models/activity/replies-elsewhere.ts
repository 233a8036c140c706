import type { Clock } from '../../kernel/clock.ts'

/** What another replica does on a model now. */
export interface TheirReplies {
  /** As it was asked for there. */
  readonly model: string
  readonly requests: number
  readonly tokensPerSecond: number | null
}

/** What the other replicas do on the models of one server, by model. */
export interface RepliesElsewhere {
  /** Takes over what a replica tells; `onGone` is called where it then tells nothing more, as one that was killed. */
  keep(from: string, id: string, told: TheirReplies, onGone: () => void): void
  of(id: string): readonly TheirReplies[]
  /** The models that any of them replies with. */
  models(): readonly (readonly [id: string, model: string])[]
}

/** Each tells twice a second while it has any. */
const goneMs = 3000

export function createRepliesElsewhere(clock: Clock): RepliesElsewhere {
  const byModel = new Map<string, Map<string, TheirReplies & { readonly cancel: () => void }>>()

  function drop(from: string, id: string): void {
    const theirs = byModel.get(id)
    theirs?.get(from)?.cancel()
    theirs?.delete(from)
    if (theirs?.size === 0) byModel.delete(id)
  }

  return {
    keep(from, id, told, onGone) {
      drop(from, id)
      if (told.requests === 0) return
      const cancel = clock.after(goneMs, () => {
        drop(from, id)
        onGone()
      })
      byModel.set(id, (byModel.get(id) ?? new Map()).set(from, { ...told, cancel }))
    },
    of: (id) => [...(byModel.get(id)?.values() ?? [])],
    models: () => [...byModel].flatMap(([id, theirs]) => [...theirs.values()].map(({ model }) => [id, model] as const)),
  }
}

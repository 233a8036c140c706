import { type OperationId, operations, type Session } from '@ollama-dashboard/contracts'
import { type Actor, hidesNames, keyIdOf } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

export const sessionHandlers: HandlersOf<'session'> = () => ({
  get: (_, { actor }) => sessionOf(actor),
  async create(_, { actor, reply, context }) {
    const hasCookie = await reply.request.signIn(reply, context)
    return { ...sessionOf(actor), ...(hasCookie && { via: 'cookie' as const }) }
  },
  async delete(_, { reply }) {
    await reply.request.signOut(reply)
    return { success: true, message: 'Signed out.' }
  },
})

const vias = { none: 'none', system: 'none', key: 'key', session: 'cookie' } as const

const sessionOf = (actor: Actor | null): Session => ({
  role: actor?.role ?? null,
  permissions: actor ? permissionsOf(actor) : [],
  grant: actor?.grant?.told ?? null,
  key_id: actor && keyIdOf(actor),
  via: vias[actor?.via ?? 'none'],
})

const ofEverything: ReadonlySet<OperationId> = new Set(
  operations.flatMap(({ id, endpoint }) => (endpoint.ofEverything ? id : [])),
)

/** Without those that who sees only some models or servers is refused. */
const permissionsOf = ({ permissions, grant }: Actor): OperationId[] =>
  hidesNames(grant) ? [...permissions].filter((id) => !ofEverything.has(id)) : [...permissions]

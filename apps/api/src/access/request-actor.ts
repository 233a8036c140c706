import type { Actor, Credential } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

/** The caller of a request. Its address is read only when somebody asks for it: most reads never do. */
export class RequestActor implements Actor {
  readonly id: string
  readonly name: string
  readonly role: Actor['role']
  readonly via: Actor['via']
  readonly #request: Pick<FastifyRequest, 'ip'>

  constructor(
    { id, name, role }: Pick<Credential, 'id' | 'name' | 'role'>,
    via: Actor['via'],
    request: FastifyRequest,
  ) {
    this.id = id
    this.name = name
    this.role = role
    this.via = via
    this.#request = request
  }

  get address(): string {
    return this.#request.ip
  }
}

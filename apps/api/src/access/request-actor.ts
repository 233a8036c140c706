import type { Actor, Rights } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

/** The caller of a request. Its address is read only when somebody asks for it: most reads never do. */
export class RequestActor implements Actor {
  readonly id: string
  readonly name: string
  readonly role: Actor['role']
  readonly permissions: Actor['permissions']
  readonly grant: Actor['grant']
  readonly via: Actor['via']
  readonly #request: Pick<FastifyRequest, 'ip'>

  constructor({ id, name }: Pick<Actor, 'id' | 'name'>, rights: Rights, via: Actor['via'], request: FastifyRequest) {
    this.id = id
    this.name = name
    this.role = rights.role
    this.permissions = rights.permissions
    this.grant = rights.grant
    this.via = via
    this.#request = request
  }

  get address(): string {
    return this.#request.ip
  }
}

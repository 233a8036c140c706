import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { StringEnum } from './string-enum.ts'

export const managers = ['systemd', 'launchd', 'brew', 'windows_service', 'process', 'docker', 'none'] as const
export type Manager = (typeof managers)[number]

/** The Ollama server as a service. Reachability is asked of its API, never guessed from process names. */
export const ServiceStatus = Named('ServiceStatus', {
  running: Type.Boolean(),
  status: StringEnum(['running', 'stopped', 'unreachable', 'unknown']),
  reachable: Type.Boolean(),
  version: Nullable(Type.String()),
  url: Type.String({ description: 'Without credentials' }),
  local: Type.Boolean(),
  manager: StringEnum(managers),
  can_control: Type.Boolean(),
  reason: Type.Optional(
    Type.String({ description: 'Why the dashboard cannot control it, and the command to use instead' }),
  ),
  pid: Type.Optional(Type.Integer()),
  uptime_seconds: Type.Optional(Type.Number()),
})
export type ServiceStatus = Static<typeof ServiceStatus>

export const service = defineEndpoints({
  status: {
    method: 'GET',
    path: '/api/service/status',
    access: 'viewer',
    summary: 'Get whether the Ollama server is running, and what manages it',
    query: OnInstance,
    status: 200,
    response: ServiceStatus,
    errors: ['instance_not_found'],
  },
})

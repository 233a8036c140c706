import { type Static, Type } from '@sinclair/typebox'
import { Closed, Named, Nullable, OnInstance, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { limits } from './limits.ts'
import { StringEnum } from './string-enum.ts'

export const managers = ['systemd', 'launchd', 'brew', 'windows_service', 'process', 'docker', 'none'] as const
export type Manager = (typeof managers)[number]

/** What is being done to it. */
export const serviceChanges = ['starting', 'stopping', 'restarting'] as const
export type ServiceChanging = (typeof serviceChanges)[number]

/** The Ollama server as a service. Reachability is asked of its API, never guessed from process names. */
export const ServiceStatus = Named('ServiceStatus', {
  running: Type.Boolean(),
  status: StringEnum(['running', 'stopped', 'unreachable', 'unknown']),
  reachable: Type.Boolean(),
  version: Nullable(Type.String()),
  url: Type.String({ description: 'Without credentials' }),
  local: Type.Boolean(),
  manager: StringEnum(managers),
  can_control: Type.Boolean({ description: 'Whether the dashboard can start, stop and restart it' }),
  changing: Nullable(StringEnum(serviceChanges), { description: 'What the dashboard is doing to it now' }),
  reason: Type.Optional(
    Type.String({
      description:
        'How the manager was recognised; and why the dashboard cannot control it, with the command to use instead',
    }),
  ),
  pid: Type.Optional(Type.Integer()),
  uptime_seconds: Type.Optional(Type.Number()),
})
export type ServiceStatus = Static<typeof ServiceStatus>

/** It was done: Ollama's API answers, or no longer does. */
export const ServiceResult = Named('ServiceResult', {
  success: Type.Literal(true),
  message: Type.String(),
  service: ServiceStatus,
})
export type ServiceResult = Static<typeof ServiceResult>

export const logKinds = ['journal', 'file', 'container', 'output'] as const
export const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** Where Ollama's log is read: the journal of systemd, a file, a container, or the output of a process of the dashboard. */
export const ServiceLogSource = Named('ServiceLogSource', {
  kind: StringEnum(logKinds),
  name: Type.String({ description: 'Name of the unit, file, container or program' }),
})
export type ServiceLogSource = Static<typeof ServiceLogSource>

export const ServiceLogLine = Named('ServiceLogLine', {
  at: Nullable(Timestamp),
  level: Nullable(StringEnum(logLevels)),
  text: Type.String({ description: 'Without secrets, and without what may be part of a prompt' }),
  explanation: Nullable(Type.String(), { description: 'What a known message means, and what to do' }),
})
export type ServiceLogLine = Static<typeof ServiceLogLine>

export const ServiceLog = Named('ServiceLog', {
  source: ServiceLogSource,
  lines: Type.Array(ServiceLogLine, { description: 'Oldest first' }),
})
export type ServiceLog = Static<typeof ServiceLog>

/** The `data` of the events `source`, which comes first, and `lines`. */
export const ServiceLogEvent = Type.Union(
  [ServiceLogSource, Named('ServiceLogLines', { lines: Type.Array(ServiceLogLine) })],
  { title: 'ServiceLogEvent' },
)
export type ServiceLogEvent = Static<typeof ServiceLogEvent>

const change = (path: `/${string}`, summary: string) =>
  ({
    method: 'POST',
    path,
    access: 'admin',
    summary,
    query: OnInstance,
    // Every model of the server is affected, those that a narrowed key does not see included.
    ofEverything: true,
    status: 200,
    response: ServiceResult,
    errors: ['instance_not_found', 'service_not_controllable', 'service_changing', 'service_failed'],
  }) as const

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
  start: change('/api/service/start', 'Start the Ollama server, and wait until it answers'),
  stop: change('/api/service/stop', 'Stop the Ollama server, and wait until it no longer answers'),
  restart: change('/api/service/restart', 'Stop the Ollama server, start it again, and wait until it answers'),
  logs: {
    method: 'GET',
    path: '/api/service/logs',
    access: 'admin',
    summary: "Get the last lines of Ollama's log, and follow it as server-sent events",
    query: Closed({
      ...OnInstance.properties,
      lines: Type.Optional(
        Type.Integer({ minimum: 1, maximum: limits.logLines, description: 'How many lines. Default: 200' }),
      ),
      follow: Type.Optional(Type.Boolean({ description: 'Server-sent events: these lines, then each new one' })),
    }),
    ofEverything: true,
    status: 200,
    response: ServiceLog,
    alternatives: [
      {
        status: 200,
        query: { follow: true },
        events: ServiceLogEvent,
        description: 'Server-sent events: `source`, then `lines` as they are written; also if requested by `Accept`',
      },
    ],
    errors: ['instance_not_found', 'service_log_unavailable'],
  },
})
